package io.mediascope.media.feedback;

/**
 * Holds back repeated retransmissions of one SSRC to one receiver: the same packet at most twice within a round trip, whatever the
 * receiver asks, and in all not more than was sent: {@value #MAX_CREDIT} packets at first and one for each packet sent. So a
 * receiver that asks for everything in turn is sent at most twice its media. Remembers the last 256 answers; one thread, no
 * allocation.
 */
public final class ResendLimiter {
    private static final int SLOTS = 256;
    private static final int MAX_PER_ROUND_TRIP = 2;
    private static final long MIN_WINDOW_NS = 10_000_000;
    private static final int MAX_CREDIT = 512;

    private final int[] sequences = new int[SLOTS];
    private final long[] sinceNs = new long[SLOTS];
    private final byte[] counts = new byte[SLOTS];
    private int credit = MAX_CREDIT;

    /** So many packets were sent for the first time. */
    public void sent(int packets) {
        credit = Math.min(MAX_CREDIT, credit + packets);
    }

    /** Whether the packet may be sent again now; counts it when so. */
    public boolean allow(int sequenceNumber, long nowNs, long rttNs) {
        if (credit == 0 || !countInRoundTrip(sequenceNumber, nowNs, rttNs)) {
            return false;
        }
        credit--;
        return true;
    }

    private boolean countInRoundTrip(int sequenceNumber, long nowNs, long rttNs) {
        int slot = sequenceNumber & (SLOTS - 1);
        boolean known = counts[slot] > 0 && sequences[slot] == sequenceNumber;
        if (!known || nowNs - sinceNs[slot] >= Math.max(MIN_WINDOW_NS, rttNs)) {
            sequences[slot] = sequenceNumber;
            sinceNs[slot] = nowNs;
            counts[slot] = 1;
            return true;
        }
        if (counts[slot] >= MAX_PER_ROUND_TRIP) {
            return false;
        }
        counts[slot]++;
        return true;
    }
}
