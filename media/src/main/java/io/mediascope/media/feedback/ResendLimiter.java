package io.mediascope.media.feedback;

/**
 * Holds back repeated retransmissions of one SSRC to one receiver: the same packet at most twice within a round trip, whatever the
 * receiver asks. Remembers the last 256 answers; one thread, no allocation.
 */
public final class ResendLimiter {
    private static final int SLOTS = 256;
    private static final int MAX_PER_ROUND_TRIP = 2;
    private static final long MIN_WINDOW_NS = 10_000_000;

    private final int[] sequences = new int[SLOTS];
    private final long[] sinceNs = new long[SLOTS];
    private final byte[] counts = new byte[SLOTS];

    /** Whether the packet may be sent again now; counts it when so. */
    public boolean allow(int sequenceNumber, long nowNs, long rttNs) {
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
