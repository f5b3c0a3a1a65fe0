package io.mediascope.media.feedback;

import io.mediascope.media.rtcp.RtcpWriter;

/**
 * Arrivals by transport-wide sequence number, for feedback to one publisher (draft-holmer-rmcat-transport-wide-cc-extensions-01 section
 * 3). One thread, no allocation after construction.
 */
public final class TransportFeedbackRecorder {
    /** Bytes of one feedback packet, at most. */
    public static final int MAX_LENGTH = 1200;

    private static final int PACKETS = 4096;
    private static final int MAX_REPORTED = 2048;
    private static final int RTCP_LENGTH = 12;
    private static final int HEADER_LENGTH = 8;
    private static final long TICK_NS = 250_000;
    private static final int TICKS_OF_REFERENCE = 256;
    private static final int RUN = 14;
    private static final int SHORT_VECTOR = 7;

    private final ArrivalRing arrivals = new ArrivalRing(PACKETS);
    private final byte[] symbols = new byte[MAX_REPORTED];
    private final short[] deltas = new short[MAX_REPORTED];
    private final byte[] out = new byte[MAX_LENGTH];
    private boolean started;
    private int feedbackCount;

    private int count;
    private int deltaBytes;
    private long reference;
    private int at;

    /** A packet has arrived; of a repeated one the first arrival counts. */
    public void record(int sequence, long nowNs) {
        if (!started) {
            started = true;
            arrivals.begin(sequence);
        }
        arrivals.record(sequence, nowNs);
    }

    /** Whether there is anything to report. */
    public boolean pending() {
        return arrivals.pending();
    }

    /**
     * Writes one feedback packet on what came since the last one; call again while {@link #pending}.
     *
     * @param mediaSsrc any of the publisher's SSRCs
     * @return false when nothing was written
     */
    public boolean write(RtcpWriter writer, int senderSsrc, int mediaSsrc) {
        if (!pending()) {
            return false;
        }
        long from = arrivals.from();
        collect(from, Math.min(MAX_LENGTH, writer.room()) - RTCP_LENGTH);
        if (count == 0) {
            return false;
        }
        at = 0;
        putInt16((int) from);
        putInt16(count);
        putInt16((int) (reference >> 8));
        putInt16((int) (reference << 8) | (feedbackCount & 0xFF));
        for (int done = 0; done < count; ) {
            done += chunk(done);
        }
        for (int i = 0; i < count; i++) {
            delta(i);
        }
        if (!writer.transportFeedback(senderSsrc, mediaSsrc, out, at)) {
            return false;
        }
        feedbackCount++;
        arrivals.reported(from + count);
        return true;
    }

    /** Symbols and deltas of as many packets as have room and lie near enough in time. */
    private void collect(long from, int room) {
        count = 0;
        deltaBytes = 0;
        long previous = ArrivalRing.NEVER;
        for (long seq = from; seq <= arrivals.highest() && count < MAX_REPORTED; seq++, count++) {
            // A chunk holds at least 7 packets; one more for the last, one word for rounding.
            if (HEADER_LENGTH + 2 * (count / SHORT_VECTOR + 2) + deltaBytes + 2 + 3 > room) {
                break;
            }
            long arrival = arrivals.arrival(seq);
            symbols[count] = 0;
            if (arrival != ArrivalRing.NEVER) {
                long tick = Math.floorDiv(arrival, TICK_NS);
                if (previous == ArrivalRing.NEVER) {
                    reference = Math.floorDiv(tick, TICKS_OF_REFERENCE);
                    previous = reference * TICKS_OF_REFERENCE;
                }
                long delta = tick - previous;
                if (delta != (short) delta) {
                    break;
                }
                boolean small = delta >= 0 && delta < TICKS_OF_REFERENCE;
                symbols[count] = (byte) (small ? 1 : 2);
                deltas[count] = (short) delta;
                deltaBytes += small ? 1 : 2;
                previous = tick;
            }
        }
    }

    /** Writes one chunk from packet {@code i} on; returns how many it tells of. */
    private int chunk(int i) {
        int run = 1;
        while (i + run < count && symbols[i + run] == symbols[i]) {
            run++;
        }
        if (run >= RUN || i + run == count) {
            putInt16(symbols[i] << 13 | run);
            return run;
        }
        boolean oneBit = true;
        for (int j = i; j < Math.min(count, i + RUN); j++) {
            oneBit &= symbols[j] < 2;
        }
        int bits = oneBit ? 1 : 2;
        int n = Math.min(count - i, RUN / bits);
        int vector = oneBit ? 0x8000 : 0xC000;
        for (int j = 0; j < n; j++) {
            vector |= symbols[i + j] << (RUN - bits * (j + 1));
        }
        putInt16(vector);
        return n;
    }

    private void delta(int i) {
        if (symbols[i] == 1) {
            out[at++] = (byte) deltas[i];
        } else if (symbols[i] == 2) {
            putInt16(deltas[i]);
        }
    }

    private void putInt16(int value) {
        out[at++] = (byte) (value >> 8);
        out[at++] = (byte) value;
    }
}
