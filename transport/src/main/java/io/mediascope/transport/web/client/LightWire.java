package io.mediascope.transport.web.client;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.mediascope.media.webrtc.IceCandidate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One candidate pair of a light peer: Bindings with USE-CANDIDATE until it is closed, and a thread that reads. Answers the other side's
 * Bindings, when that is a full agent, and stays the controlling one: its tie-breaker is the largest (RFC 8445 section 7.3.1.1).
 */
public final class LightWire implements AutoCloseable {
    private static final long FIRST_BINDINGS_NS = 100_000_000L;
    private static final long BINDINGS_NS = 1_000_000_000L;
    private static final int READ_MS = 50;
    private static final long PRIORITY = 0x7E00_00FFL;
    private static final long TIE_BREAKER = -1;

    private final LightPeer peer;
    private final PeerWire wire;
    private final InetSocketAddress remote;
    private final byte[] username;
    private final StunIntegrity integrity;
    private final StunIntegrity ownIntegrity;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final StunMessage message = new StunMessage();
    private volatile boolean silent;
    private volatile boolean closed;

    LightWire(LightPeer peer, IceCandidate candidate, StunCredentials own, StunCredentials node) throws IOException {
        this.peer = peer;
        this.wire = PeerWire.open(candidate);
        this.remote = new InetSocketAddress(candidate.address(), candidate.port());
        this.username = (node.ufrag() + ":" + own.ufrag()).getBytes(StandardCharsets.UTF_8);
        this.integrity = new StunIntegrity(node.password());
        this.ownIntegrity = new StunIntegrity(own.password());
    }

    void start() {
        Thread thread = new Thread(this::read, "light-peer-wire");
        thread.setDaemon(true);
        thread.start();
    }

    /** Successful answers to Bindings. */
    public long answers() {
        return answers.get();
    }

    /** Error answers to Bindings. */
    public long errors() {
        return errors.get();
    }

    /** No more Bindings: consent runs out. */
    public void stopBindings() {
        silent = true;
    }

    public InetSocketAddress local() {
        return wire.local();
    }

    /** Sends any bytes as they are. */
    public void send(byte[] bytes, int offset, int length) throws IOException {
        wire.send(bytes, offset, length);
    }

    private void read() {
        byte[] buffer = new byte[2048];
        long dueNs = System.nanoTime();
        try {
            while (!closed) {
                long nowNs = System.nanoTime();
                if (nowNs - dueNs >= 0 && !silent) {
                    bind();
                    dueNs = nowNs + (answers.get() == 0 ? FIRST_BINDINGS_NS : BINDINGS_NS);
                }
                int length = wire.receive(buffer, READ_MS);
                if (length > 0) {
                    received(buffer, length);
                }
            }
        } catch (IOException e) {
            closed = true; // closed by either side
        }
    }

    private void bind() throws IOException {
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StunWriter writer = new StunWriter()
                .bindingRequest(out, 0, random.nextInt(), random.nextLong())
                .username(username)
                .priority(PRIORITY)
                .iceControlling(TIE_BREAKER)
                .useCandidate()
                .integrity(integrity)
                .fingerprint();
        wire.send(out, 0, writer.length());
    }

    private void received(byte[] packet, int length) throws IOException {
        if (!StunMessage.isStun(packet, 0, length)) {
            peer.received(packet, length);
        } else if (!message.parse(packet, 0, length)) {
            errors.incrementAndGet();
        } else if (message.type() == StunMessage.BINDING_REQUEST && message.verifyIntegrity(ownIntegrity)) {
            answer();
        } else if (!message.verifyIntegrity(integrity)) {
            errors.incrementAndGet();
        } else if (message.type() == StunMessage.BINDING_SUCCESS) {
            if (answers.incrementAndGet() == 1) {
                peer.answered(this);
            }
        } else {
            errors.incrementAndGet();
        }
    }

    private void answer() throws IOException {
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        StunWriter writer = new StunWriter()
                .bindingSuccess(out, 0, message)
                .xorMappedAddress(remote)
                .integrity(ownIntegrity)
                .fingerprint();
        wire.send(out, 0, writer.length());
    }

    /** Whether it was closed, by either side. */
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        wire.close();
    }
}
