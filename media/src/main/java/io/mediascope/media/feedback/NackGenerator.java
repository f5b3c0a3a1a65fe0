package io.mediascope.media.feedback;

import io.mediascope.media.stats.Sequence;

/**
 * Which packets of one SSRC to ask for again (RFC 4585 section 6.2.1). A gap waits a little for reordered packets, is then asked
 * for once per round trip, and is given up after some attempts or when the sender's cache cannot have it any more. One thread, no
 * allocation.
 */
public final class NackGenerator {
    /** Most packets that are missed at a time; a wider gap is given up at once. */
    public static final int MAX_MISSING = 512;

    private static final int MAX_ATTEMPTS = 8;
    private static final long REORDER_WAIT_NS = 10_000_000;
    private static final long MIN_RETRY_NS = 20_000_000;
    private static final long UNKNOWN_RETRY_NS = 125_000_000;
    private static final long MAX_AGE_NS = 900_000_000;
    /** More than that after a pause of {@link #MAX_AGE_NS} was an outage. A picture of now is worth more than those of then. */
    private static final int OUTAGE = 16;

    private final int[] sequences = new int[MAX_MISSING];
    private final long[] missedAtNs = new long[MAX_MISSING];
    private final long[] askedAtNs = new long[MAX_MISSING];
    private final int[] attempts = new int[MAX_MISSING];
    private int size;
    private int highest;
    private long highestNs;
    private boolean started;
    private long givenUp;
    private long givenUpTaken;
    private long repaired;
    private long asked;
    private long answerNs;
    private long answerVarianceNs;

    /** A packet has arrived, in whatever order. Returns true when it was one that was missed. */
    public boolean received(int sequenceNumber, long nowNs) {
        if (!started) {
            reset(sequenceNumber);
        }
        int distance = Sequence.distance(sequenceNumber, highest);
        if (distance <= 0) {
            return repair(sequenceNumber, nowNs);
        }
        boolean outage = distance - 1 > OUTAGE && nowNs - highestNs > MAX_AGE_NS;
        if (distance - 1 > MAX_MISSING || outage) {
            givenUp += size + distance - 1;
            size = 0;
        } else {
            miss(distance - 1, nowNs);
        }
        highest = sequenceNumber;
        highestNs = nowNs;
        return false;
    }

    /** The sender begins anew at {@code nextSequenceNumber}: nothing before it is missed. */
    public void reset(int nextSequenceNumber) {
        started = true;
        size = 0;
        highest = (nextSequenceNumber - 1) & 0xFFFF;
    }

    /**
     * What to ask for now, in rising order.
     *
     * @param rttNs round trip to who answers; 0 = unknown: what answers have taken so far, 100 ms before the first
     * @param out what does not fit is due at the next call
     * @return how many were written
     */
    public int collect(long nowNs, long rttNs, int[] out) {
        long retryNs = Math.max(MIN_RETRY_NS, rttNs == 0 ? patienceNs() : rttNs * 5 / 4);
        int kept = 0;
        int due = 0;
        for (int i = 0; i < size; i++) {
            boolean ready =
                    attempts[i] == 0 ? nowNs - missedAtNs[i] >= REORDER_WAIT_NS : nowNs - askedAtNs[i] >= retryNs;
            if (nowNs - missedAtNs[i] > MAX_AGE_NS || (ready && attempts[i] >= MAX_ATTEMPTS)) {
                givenUp++;
                continue;
            }
            if (ready && due < out.length) {
                out[due++] = sequences[i];
                askedAtNs[i] = nowNs;
                attempts[i]++;
            }
            move(i, kept++);
        }
        size = kept;
        asked += due;
        return due;
    }

    /** Packets missed now. */
    public int missing() {
        return size;
    }

    /** Packets that will not come any more, since the last call: a video receiver needs a key frame when above 0. */
    public long takeGivenUp() {
        long taken = givenUp - givenUpTaken;
        givenUpTaken = givenUp;
        return taken;
    }

    /** Packets that came after they had been missed, in total. */
    public long repaired() {
        return repaired;
    }

    /** Sequence numbers asked for, in total. */
    public long asked() {
        return asked;
    }

    private void miss(int count, long nowNs) {
        int overflow = Math.max(0, size + count - MAX_MISSING);
        if (overflow > 0) {
            givenUp += overflow;
            for (int i = overflow; i < size; i++) {
                move(i, i - overflow);
            }
            size -= overflow;
        }
        for (int i = 1; i <= count; i++) {
            sequences[size] = (highest + i) & 0xFFFF;
            missedAtNs[size] = nowNs;
            attempts[size] = 0;
            size++;
        }
    }

    /** How long an answer may take, as a retransmission timer is set (RFC 6298 section 2). */
    private long patienceNs() {
        return answerNs == 0 ? UNKNOWN_RETRY_NS : answerNs + 4 * answerVarianceNs;
    }

    /** Of what was asked for twice nobody knows which question it answers (Karn's rule). */
    private void answered(long tookNs) {
        if (answerNs == 0) {
            answerNs = tookNs;
            answerVarianceNs = tookNs / 2;
        } else {
            answerVarianceNs += (Math.abs(answerNs - tookNs) - answerVarianceNs) / 4;
            answerNs += (tookNs - answerNs) / 8;
        }
    }

    private boolean repair(int sequenceNumber, long nowNs) {
        for (int i = 0; i < size; i++) {
            if (sequences[i] == sequenceNumber) {
                if (attempts[i] == 1) {
                    answered(nowNs - askedAtNs[i]);
                }
                for (int j = i + 1; j < size; j++) {
                    move(j, j - 1);
                }
                size--;
                repaired++;
                return true;
            }
        }
        return false;
    }

    private void move(int from, int to) {
        sequences[to] = sequences[from];
        missedAtNs[to] = missedAtNs[from];
        askedAtNs[to] = askedAtNs[from];
        attempts[to] = attempts[from];
    }
}
