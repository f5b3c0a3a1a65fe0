package io.mediascope.transport.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's DTLS: datagrams wait in a bounded queue for the engine's threads, of which at most one at a time works here. The first
 * one begins the handshake; later ones (repeated flights, alerts) are looked at one by one.
 */
final class BouncyCastleAssociation implements DtlsEngine.Association {
    private static final Logger LOG = LoggerFactory.getLogger(BouncyCastleAssociation.class);
    private static final int QUEUED_DATAGRAMS = 64;
    private static final int MAX_DATAGRAM_BYTES = 1500;
    private static final int MTU_BYTES = 1200;

    private enum State {
        /** No datagram has come, or the engine had no room for a handshake. */
        WAITING,
        HANDSHAKE,
        /** Established, nobody works here. */
        IDLE,
        /** Established, a thread takes what waits. */
        WORKING,
        CLOSED
    }

    private final DtlsServer server;
    private final DtlsEngine.Listener listener;
    private final Predicate<Runnable> executor;
    private final long deadlineNs;
    private final WebCounters counters;
    private final ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUED_DATAGRAMS);
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final Datagrams datagrams = new Datagrams();
    private final byte[] discarded = new byte[MAX_DATAGRAM_BYTES];
    private volatile @Nullable DTLSTransport transport;
    private volatile boolean closing;
    private volatile long startedNs;

    BouncyCastleAssociation(
            DtlsServer server,
            DtlsEngine.Listener listener,
            Predicate<Runnable> executor,
            Duration handshakeWithin,
            WebCounters counters) {
        this.server = server;
        this.listener = listener;
        this.executor = executor;
        this.deadlineNs = handshakeWithin.toNanos();
        this.counters = counters;
    }

    @Override
    public void received(byte[] datagram, int length) {
        State now = state.get();
        if (now == State.CLOSED || closing) {
            return;
        }
        if (!DtlsRecords.areSane(datagram, length)) {
            counters.increment(WebCounter.DTLS_STRAY);
            return;
        }
        if (length > MAX_DATAGRAM_BYTES || !queue.offer(Arrays.copyOf(datagram, length))) {
            counters.increment(WebCounter.DTLS_QUEUE_FULL);
        }
        work();
    }

    private void work() {
        if (state.compareAndSet(State.WAITING, State.HANDSHAKE)) {
            startedNs = System.nanoTime();
            if (!executor.test(this::handshake)) {
                counters.increment(WebCounter.HANDSHAKES_REFUSED);
                queue.clear(); // the client repeats its first flight
                state.set(State.WAITING);
            }
        } else if (state.compareAndSet(State.IDLE, State.WORKING) && !executor.test(this::takeWaiting)) {
            state.set(State.IDLE);
        }
    }

    private void handshake() {
        counters.increment(WebCounter.HANDSHAKES);
        try {
            if (closing || System.nanoTime() - startedNs > deadlineNs) {
                throw new IOException("it waited too long for its turn");
            }
            transport = new DTLSServerProtocol().accept(server, datagrams);
            SrtpKeys keys = server.keys();
            if (keys == null) {
                throw new IOException("the handshake gave no keys");
            }
            counters.increment(WebCounter.HANDSHAKES_DONE);
            listener.established(keys);
            state.set(State.IDLE);
        } catch (IOException | RuntimeException e) {
            failed(e);
            return;
        }
        if (closing || !queue.isEmpty()) {
            work();
        }
    }

    private void failed(Exception cause) {
        state.set(State.CLOSED);
        queue.clear();
        counters.increment(WebCounter.HANDSHAKES_FAILED);
        if (server.fingerprintRefused()) {
            counters.increment(WebCounter.FINGERPRINT_REFUSED);
        }
        LOG.debug("a DTLS handshake failed", cause);
        if (!closing) {
            listener.failed(server.fingerprintRefused() ? "the certificate is not the announced one" : reason(cause));
        }
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }

    private void takeWaiting() {
        DTLSTransport open = transport;
        while (open != null && !closing && !datagrams.closed && !queue.isEmpty()) {
            take(open);
        }
        if (datagrams.closed || closing) {
            end(open);
        } else {
            state.set(State.IDLE);
            if (closing || !queue.isEmpty()) {
                work();
            }
        }
    }

    /** One datagram: BouncyCastle repeats our last flight where the client repeats its own, and notices close_notify. */
    private void take(DTLSTransport open) {
        boolean[] accepted = {false};
        try {
            datagrams.budget = 1;
            open.receive(discarded, 0, discarded.length, 1, flags -> accepted[0] = true);
            if (!accepted[0]) {
                counters.increment(WebCounter.DTLS_STRAY);
            }
        } catch (IOException | RuntimeException e) {
            datagrams.closed = true; // a fatal alert, or what BouncyCastle takes for one
            LOG.debug("an established DTLS association failed", e);
        }
    }

    private void end(@Nullable DTLSTransport open) {
        state.set(State.CLOSED);
        queue.clear();
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("close_notify could not be sent", e);
        }
        if (!closing) {
            listener.closed();
        }
    }

    @Override
    public void close() {
        closing = true;
        if (!state.compareAndSet(State.WAITING, State.CLOSED)) {
            work();
        }
    }

    /** What BouncyCastle reads from and writes to. */
    private final class Datagrams implements DatagramTransport {
        private static final int POLL_MS = 250;

        /** After the handshake: how many datagrams the call under way may take. */
        private int budget;

        private volatile boolean closed;

        @Override
        public int getReceiveLimit() {
            return MAX_DATAGRAM_BYTES;
        }

        @Override
        public int getSendLimit() {
            return MTU_BYTES;
        }

        @Override
        public int receive(byte[] buf, int off, int len, int waitMillis) throws IOException {
            byte[] datagram = transport == null ? await(waitMillis) : budget-- > 0 ? queue.poll() : null;
            if (datagram == null) {
                return -1;
            }
            int length = Math.min(len, datagram.length);
            System.arraycopy(datagram, 0, buf, off, length);
            return length;
        }

        private byte @Nullable [] await(int waitMillis) throws IOException {
            try {
                if (closing) {
                    throw new IOException("closed");
                }
                return queue.poll(waitMillis <= 0 ? POLL_MS : Math.min(waitMillis, POLL_MS), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the engine is closing", e);
            }
        }

        @Override
        public void send(byte[] buf, int off, int len) {
            listener.send(buf, off, len);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
