package io.mediascope.media.munge;

import io.mediascope.media.stats.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Sequence numbers and timestamps of one outgoing SSRC (RFC 3550 section 5.1), made from sources that change: the receiver sees one
 * stream without a seam. Lost packets stay lost (a gap that the receiver asks for), packets left out on purpose leave no gap,
 * late ones get the number that was kept for them. One thread, no allocation.
 */
public final class RtpMunger {
    /** {@link #map}: the packet was mapped, or left out, before. */
    public static final int DUPLICATE = -1;

    /** {@link #map}: the packet is from before the source changed, or too late to have a number. */
    public static final int TOO_OLD = -2;

    /** A sender report that puts the new source further off than this from its arrival is not believed. */
    private static final long MAX_ALIGNMENT_SECONDS = 2;

    private final int clockRate;
    private final Renumbering sequences;
    private @Nullable SenderClock oldClock;
    private @Nullable SenderClock newClock;
    private boolean everMapped;
    private long sourceTimestamp;
    private long timestampOffset;
    private long highestTimestamp;
    private long highestAtNs;
    private long mapped;

    /**
     * @param firstSequence any; the lower 15 bits count, so that the rollover counter of a receiver that misses the first packets is
     *     sure to be 0
     * @param firstTimestamp any; the lower 32 bits count
     */
    public RtpMunger(int clockRate, int firstSequence, long firstTimestamp) {
        this.clockRate = clockRate;
        this.sequences = new Renumbering(0x10000L + (firstSequence & 0x7FFF));
        this.highestTimestamp = firstTimestamp & 0xFFFF_FFFFL;
    }

    /** The next packet is of another source: its timestamp goes on by the time that has passed since the last one. */
    public void switchSource() {
        switchSource(null, null);
    }

    /**
     * The next packet is of another source of the same publisher. When both clocks are known by then, its timestamp is the one that
     * the old source has for the same moment.
     */
    public void switchSource(@Nullable SenderClock old, @Nullable SenderClock current) {
        sequences.restart();
        oldClock = old;
        newClock = current;
    }

    /**
     * The outgoing sequence number of a packet of the current source, 0 to 65535, or {@link #DUPLICATE} or {@link #TOO_OLD};
     * {@link #timestamp()} has its timestamp.
     */
    public int map(int sequenceNumber, long timestamp, long nowNs) {
        if (!sequences.started()) {
            begin(timestamp, nowNs);
        }
        long number = sequences.map(extend(sequenceNumber));
        if (number < 0) {
            return (int) number;
        }
        long source = Sequence.extendTimestamp(timestamp, sourceTimestamp);
        mapped = source + timestampOffset;
        if (!everMapped || mapped > highestTimestamp) {
            highestTimestamp = mapped;
            highestAtNs = nowNs;
            sourceTimestamp = source;
            everMapped = true;
        }
        return (int) number & 0xFFFF;
    }

    /** The packet is left out on purpose. Only one that comes in order leaves no gap. */
    public void leaveOut(int sequenceNumber) {
        sequences.leaveOut(extend(sequenceNumber));
    }

    /** Takes the next sequence number for a packet of our own, for instance padding; it bears {@link #highestTimestamp()}. */
    public int insert() {
        return (int) sequences.insert() & 0xFFFF;
    }

    /** Of the packet mapped last, 0 to 2^32 - 1. */
    public long timestamp() {
        return mapped & 0xFFFF_FFFFL;
    }

    /** The newest outgoing timestamp so far, 0 to 2^32 - 1. */
    public long highestTimestamp() {
        return highestTimestamp & 0xFFFF_FFFFL;
    }

    /** When {@link #highestTimestamp()} was mapped. */
    public long highestAtNs() {
        return highestAtNs;
    }

    /** The outgoing timestamp of a moment on the current source's clock, for sender reports; 0 to 2^32 - 1. */
    public long timestampOf(long timestamp) {
        return (timestamp + timestampOffset) & 0xFFFF_FFFFL;
    }

    /** Whether anything was mapped, ever: {@link #timestampOf} and {@link #highestTimestamp} mean something. */
    public boolean started() {
        return everMapped;
    }

    private void begin(long timestamp, long nowNs) {
        sourceTimestamp = timestamp;
        timestampOffset = (everMapped ? next(timestamp, nowNs) : highestTimestamp) - timestamp;
    }

    /** The outgoing timestamp of the first packet of a new source. */
    private long next(long timestamp, long nowNs) {
        long byArrival = highestTimestamp + SenderClock.ticks(Math.max(0, nowNs - highestAtNs), clockRate);
        SenderClock old = oldClock;
        SenderClock current = newClock;
        long chosen = byArrival;
        if (old != null && current != null && old.known() && current.known()) {
            long sameMoment = old.timestamp(current.ntpNs(timestamp)) + oldOffset();
            long aligned = Sequence.extendTimestamp(sameMoment & 0xFFFF_FFFFL, byArrival);
            chosen = Math.abs(aligned - byArrival) <= MAX_ALIGNMENT_SECONDS * clockRate ? aligned : byArrival;
        }
        return Math.max(chosen, highestTimestamp + 1);
    }

    /** Still the old source's: it is set anew only after this. */
    private long oldOffset() {
        return timestampOffset;
    }

    private long extend(int sequenceNumber) {
        return sequences.started()
                ? Sequence.extend(sequenceNumber, sequences.highest())
                : 0x10000L + (sequenceNumber & 0xFFFF);
    }
}
