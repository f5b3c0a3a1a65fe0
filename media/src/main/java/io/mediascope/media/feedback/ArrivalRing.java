package io.mediascope.media.feedback;

import io.mediascope.media.stats.Sequence;
import java.util.Arrays;

/**
 * When the newest packets of one numbering have arrived, and from which on that was not reported yet. Sequence numbers go in as they
 * are on the wire and come out unwrapped. One thread, no allocation after construction.
 */
final class ArrivalRing {
    /** Of a packet that has not arrived. */
    static final long NEVER = Long.MIN_VALUE;

    private final long[] arrivals;
    private long from;
    private long highest = -1;

    /** @param packets that it remembers, a power of two */
    ArrivalRing(int packets) {
        this.arrivals = new long[packets];
    }

    /** Begins before the packet {@code sequence}. */
    void begin(int sequence) {
        // One turn of the numbers above zero, so that a number before the first one is not negative.
        from = sequence + 0x10000L;
        highest = from - 1;
        Arrays.fill(arrivals, NEVER);
    }

    /** Returns whether that is news: of a repeated packet the first arrival counts, and one that is too old is forgotten. */
    boolean record(int sequence, long nowNs) {
        long seq = Sequence.extend(sequence, highest);
        if (seq <= highest - arrivals.length) {
            return false;
        }
        if (seq - highest >= arrivals.length) {
            Arrays.fill(arrivals, NEVER);
            from = seq;
            highest = seq;
        }
        while (highest < seq) {
            highest++;
            arrivals[slot(highest)] = NEVER;
        }
        if (arrivals[slot(seq)] != NEVER) {
            return false;
        }
        arrivals[slot(seq)] = nowNs;
        from = Math.min(from, seq);
        return true;
    }

    boolean pending() {
        return from <= highest;
    }

    /** The first number to report: the first that was not, or the earliest late arrival, as far back as is remembered. */
    long from() {
        return Math.max(from, highest - arrivals.length + 1);
    }

    long highest() {
        return highest;
    }

    /** Of a number from {@link #from} to {@link #highest}: nanoseconds, or {@link #NEVER}. */
    long arrival(long seq) {
        return arrivals[slot(seq)];
    }

    /** Everything before {@code next} was reported. */
    void reported(long next) {
        from = next;
    }

    private int slot(long seq) {
        return (int) seq & (arrivals.length - 1);
    }
}
