package io.mediascope.transport.relay;

/** What one web receiver was sent of one stream. */
final class WebTally {
    private final int ssrc;
    private long lost;
    private long packets;
    private long bytes;
    private long retransmitted;
    private long dropped;

    /** @param ssrc of the stream in the routes, not the one it left under */
    WebTally(int ssrc) {
        this.ssrc = ssrc;
    }

    void sent(int length) {
        packets++;
        bytes += length;
    }

    void retransmitted() {
        retransmitted++;
    }

    void dropped() {
        dropped++;
    }

    void lost(long reported) {
        lost += reported;
    }

    long packetsLost() {
        return lost;
    }

    int ssrc() {
        return ssrc;
    }

    long packetsSent() {
        return packets;
    }

    long bytesSent() {
        return bytes;
    }

    long packetsRetransmitted() {
        return retransmitted;
    }

    long packetsDropped() {
        return dropped;
    }
}
