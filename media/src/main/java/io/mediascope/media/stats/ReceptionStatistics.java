package io.mediascope.media.stats;

import io.mediascope.media.rtcp.RtcpWriter;

/**
 * What a receiver reports on one SSRC: RFC 3550 A.1 (sequence numbers), A.3 (loss), A.8 (jitter). Packets are authenticated before
 * they come here, so the probation of A.1 is left out. One thread.
 */
public final class ReceptionStatistics {
    private static final int SEQ_MOD = 1 << 16;
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int MAX_LOST = 0x7FFFFF;
    private static final int MIN_LOST = -0x800000;
    private static final int NO_BAD_SEQ = SEQ_MOD + 1;

    private final int clockRate;
    private boolean started;
    private int maxSeq;
    private long cycles;
    private long baseSeq;
    private int badSeq = NO_BAD_SEQ;
    private long received;
    private long octets;
    private long expectedPrior;
    private long receivedPrior;
    private long lostBefore;
    private boolean transitKnown;
    private int transit;
    private double jitter;
    private int fractionLost;
    private long lastSr;
    private long lastSrAtNs;

    public ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Counts a packet.
     *
     * @param rtpTimestamp 0 to 2^32 - 1
     * @return false when its sequence number is out of any order and it was left out of the count (RFC 3550 A.1)
     */
    public boolean received(int sequenceNumber, long rtpTimestamp, long nowNs, int lengthBytes) {
        if (!started) {
            start(sequenceNumber);
        } else if (!updateSequence(sequenceNumber)) {
            return false;
        }
        received++;
        octets += lengthBytes;
        if (sequenceNumber == maxSeq) {
            // Not of a packet that comes out of order: sent again, it was late on purpose.
            updateJitter((int) rtpTimestamp, nowNs);
        }
        return true;
    }

    /** The sender begins anew (a rollover announcement): the loss so far stands, the next packet sets the sequence. */
    public void reset() {
        lostBefore = cumulativeLost();
        started = false;
        transitKnown = false;
        expectedPrior = 0;
        receivedPrior = 0;
        received = 0;
        cycles = 0;
        badSeq = NO_BAD_SEQ;
    }

    /** A sender report of this SSRC has arrived; the next report block says so. */
    public void senderReport(long ntp64, long nowNs) {
        lastSr = (ntp64 >>> 16) & 0xFFFF_FFFFL;
        lastSrAtNs = nowNs;
    }

    /** Ends the interval: {@link #fractionLost()} is of the interval from now on until the next call. */
    public void endInterval() {
        long expected = expected();
        long expectedInterval = expected - expectedPrior;
        long lostInterval = expectedInterval - (received - receivedPrior);
        expectedPrior = expected;
        receivedPrior = received;
        fractionLost = expectedInterval == 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }

    /** Ends the interval and writes the block; false when the writer has no room or nothing was ever received. */
    public boolean writeReportBlock(RtcpWriter writer, int ssrc, long nowNs) {
        if (!started) {
            return false;
        }
        endInterval();
        return writer.receiverReportBlock(
                ssrc, fractionLost, cumulativeLost(), extendedHighestSeq(), jitter(), lastSr, delaySinceLastSr(nowNs));
    }

    /** Of the last ended interval, in 1/256, 0 to 255. */
    public int fractionLost() {
        return fractionLost;
    }

    /** Expected less received, signed 24 bits (duplicates may make it negative). */
    public int cumulativeLost() {
        long lost = lostBefore + expected() - received;
        return (int) Math.max(MIN_LOST, Math.min(MAX_LOST, lost));
    }

    /** Cycles and highest sequence number, 0 to 2^32 - 1. */
    public long extendedHighestSeq() {
        return (cycles + maxSeq) & 0xFFFF_FFFFL;
    }

    /** Interarrival jitter in units of the RTP clock. */
    public long jitter() {
        return (long) jitter;
    }

    /** Interarrival jitter in nanoseconds. */
    public long jitterNs() {
        return (long) (jitter * 1e9 / clockRate);
    }

    /** Middle 32 bits of the last sender report's NTP time; 0 = none. */
    public long lastSr() {
        return lastSr;
    }

    /** In 1/65536 s; 0 without a sender report. */
    public long delaySinceLastSr(long nowNs) {
        return lastSr == 0 ? 0 : Math.min(0xFFFF_FFFFL, (long) ((nowNs - lastSrAtNs) / 1e9 * 65536));
    }

    /** Packets since the last {@link #reset}. */
    public long packetsReceived() {
        return received;
    }

    /** Bytes since construction. */
    public long bytesReceived() {
        return octets;
    }

    private long expected() {
        return started ? cycles + maxSeq - baseSeq + 1 : 0;
    }

    private void start(int seq) {
        started = true;
        baseSeq = seq;
        maxSeq = seq;
        cycles = 0;
        badSeq = NO_BAD_SEQ;
    }

    private boolean updateSequence(int seq) {
        int delta = (seq - maxSeq) & 0xFFFF;
        if (delta < MAX_DROPOUT) {
            if (seq < maxSeq) {
                cycles += SEQ_MOD;
            }
            maxSeq = seq;
            badSeq = NO_BAD_SEQ;
            return true;
        }
        if (delta > SEQ_MOD - MAX_MISORDER) {
            return true;
        }
        if (seq != badSeq) {
            badSeq = (seq + 1) & 0xFFFF;
            return false;
        }
        reset();
        start(seq);
        return true;
    }

    private void updateJitter(int rtpTimestamp, long nowNs) {
        // Seconds and the rest apart: nowNs * clockRate does not fit into 64 bits.
        long arrival = nowNs / 1_000_000_000L * clockRate + nowNs % 1_000_000_000L * clockRate / 1_000_000_000L;
        int newTransit = (int) arrival - rtpTimestamp;
        if (transitKnown) {
            double difference = Math.abs((double) (newTransit - transit));
            jitter += (difference - jitter) / 16;
        }
        transit = newTransit;
        transitKnown = true;
    }
}
