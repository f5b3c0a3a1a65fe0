package io.mediascope.load.light;

import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.transport.web.client.LightPeer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends bursts of packets over a peer connection at a steady pace, from a thread of its own. */
public final class PacedPeer implements AutoCloseable {
    private static final int CLOCK_RATE = 90_000;
    private static final int PAYLOAD_AT = 12;
    /** First byte of a VP8 payload: the start of a partition (RFC 7741 section 4.2). */
    private static final byte VP8_START = 0x10;

    private final LightPeer peer;
    private final int ssrc;
    private final int packetBytes;
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private volatile int packetsPerBurst;
    private volatile long intervalNs = 1_000_000_000L;
    private volatile boolean closed;

    public PacedPeer(LightPeer peer, int ssrc, int packetBytes) {
        this.peer = peer;
        this.ssrc = ssrc;
        this.packetBytes = packetBytes;
        thread = new Thread(this::run, "paced-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on; none at all while {@code packets} is 0. Any thread. */
    public void pace(int packets, double burstsPerSecond) {
        intervalNs = (long) (1e9 / burstsPerSecond);
        packetsPerBurst = packets;
        LockSupport.unpark(thread);
    }

    private void run() {
        byte[] packet = new byte[packetBytes];
        packet[PAYLOAD_AT] = VP8_START;
        long nextNs = System.nanoTime();
        try {
            while (!closed) {
                long waitNs = nextNs - System.nanoTime();
                if (waitNs > 0) {
                    LockSupport.parkNanos(waitNs);
                } else {
                    burst(packet, nextNs);
                    nextNs += intervalNs;
                }
            }
        } catch (IOException e) {
            closed = true; // the peer connection ended
        }
    }

    private void burst(byte[] packet, long atNs) throws IOException {
        long timestamp = atNs / 1000 * CLOCK_RATE / 1_000_000 & 0xFFFF_FFFFL;
        int packets = packetsPerBurst;
        for (int i = 0; i < packets; i++) {
            RtpHeader.write(
                    packet, 0, WebSdp.VP8, i == packets - 1, (int) (sent.getAndIncrement() & 0xFFFF), timestamp, ssrc);
            peer.sendRtp(packet, packetBytes);
        }
    }

    /** Packets sent so far. */
    public long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
