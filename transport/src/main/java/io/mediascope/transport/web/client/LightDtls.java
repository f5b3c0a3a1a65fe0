package io.mediascope.transport.web.client;

import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.SrtpKeys;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** A light peer's DTLS handshake, on a thread of its own while it lasts. */
final class LightDtls implements DatagramTransport {
    private static final BcTlsCrypto CRYPTO = new BcTlsCrypto(new SecureRandom());
    private static final int POLL_MS = 100;

    /** Sends one datagram by whichever wire is in use. */
    interface Sender {
        void send(byte[] bytes, int offset, int length) throws IOException;
    }

    private final DtlsClient client;
    private final Sender sender;
    private final int mtu;
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private volatile @Nullable DTLSTransport transport;
    private volatile boolean closed;

    LightDtls(
            DtlsIdentity identity,
            DtlsFingerprint node,
            List<SrtpProfile> profiles,
            int paddingBytes,
            int mtu,
            Sender sender) {
        this.client = new DtlsClient(CRYPTO, identity, node, profiles, paddingBytes);
        this.mtu = mtu;
        this.sender = sender;
    }

    /** Begins; the keys, or why there are none. */
    CompletableFuture<SrtpKeys> start(String name) {
        Thread thread = new Thread(this::handshake, name);
        thread.setDaemon(true);
        thread.start();
        return keys;
    }

    private void handshake() {
        try {
            transport = new DTLSClientProtocol().connect(client, this);
            SrtpKeys agreed = client.keys();
            if (agreed == null) {
                throw new IOException("the node chose no SRTP profile");
            }
            keys.complete(agreed);
        } catch (IOException | RuntimeException e) {
            keys.completeExceptionally(e);
        }
    }

    void received(byte[] datagram) {
        queue.add(datagram);
    }

    /** Says close_notify when there is an association. */
    void sayGoodbye() throws IOException {
        DTLSTransport open = transport;
        if (open != null) {
            open.close();
        }
    }

    /** Reads what has arrived since the handshake, and says whether close_notify is among it. */
    boolean heardGoodbye() throws IOException {
        DTLSTransport open = transport;
        if (open != null && !client.nodeClosed() && !queue.isEmpty()) {
            open.receive(new byte[getReceiveLimit()], 0, getReceiveLimit(), 1);
        }
        return client.nodeClosed();
    }

    void stop() {
        closed = true;
    }

    @Override
    public int getReceiveLimit() {
        return 1500;
    }

    @Override
    public int getSendLimit() {
        return mtu;
    }

    @Override
    public int receive(byte[] buf, int off, int len, int waitMillis) throws IOException {
        try {
            if (closed) {
                throw new IOException("closed");
            }
            byte[] datagram =
                    queue.poll(waitMillis <= 0 ? POLL_MS : Math.min(waitMillis, POLL_MS), TimeUnit.MILLISECONDS);
            if (datagram == null) {
                return -1;
            }
            int length = Math.min(len, datagram.length);
            System.arraycopy(datagram, 0, buf, off, length);
            return length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void send(byte[] buf, int off, int len) throws IOException {
        sender.send(buf, off, len);
    }

    @Override
    public void close() {
        // the wires are the peer's
    }
}
