package io.mediascope.load.light;

import io.mediascope.media.rtp.RtpHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What {@link Bursts} sends. On its thread. */
public interface PacketSource {
    InetSocketAddress target();

    /** Writes one packet; returns its length. */
    int packet(byte[] out, int sequenceNumber, long rtpTimestamp, boolean frameStart, boolean frameEnd);

    /** Between bursts, at least each 50 ms. */
    void turn(LightProtocol.Output output, long nowNs);

    /** RTP of {@code packetBytes} that nobody sealed, to a port of this machine. */
    static PacketSource plain(int port, int packetBytes) {
        return new PacketSource() {
            @Override
            public InetSocketAddress target() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            }

            @Override
            public int packet(byte[] out, int sequenceNumber, long rtpTimestamp, boolean start, boolean end) {
                RtpHeader.write(out, 0, 96, end, sequenceNumber, rtpTimestamp, 1);
                return packetBytes;
            }

            @Override
            public void turn(LightProtocol.Output output, long nowNs) {}
        };
    }
}
