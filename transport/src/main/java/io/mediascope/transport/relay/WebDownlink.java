package io.mediascope.transport.relay;

/** What a web receiver says of its downlink as a whole: transport-wide feedback and REMB. */
final class WebDownlink {
    private int highest = -1;
    private long reported;
    private long lost;
    private long rembBps;

    /** One packet of transport-wide feedback; of repeated reports the first counts. */
    void feedback(int sequence, boolean received) {
        if (highest >= 0 && (short) (sequence - highest) <= 0) {
            return;
        }
        highest = sequence;
        reported++;
        lost += received ? 0 : 1;
    }

    void remb(long bitrateBps) {
        rembBps = bitrateBps;
    }

    long reported() {
        return reported;
    }

    long lost() {
        return lost;
    }

    /** 0 = never said. */
    long rembBps() {
        return rembBps;
    }
}
