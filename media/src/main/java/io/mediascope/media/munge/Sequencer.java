package io.mediascope.media.munge;

/**
 * Remembers which source packet left under which outgoing sequence number, so that it can be sent again as it was. The last
 * {@link #DEPTH} of one outgoing SSRC; one thread, no allocation after construction.
 */
public final class Sequencer {
    /** Packets remembered. */
    public static final int DEPTH = 2048;

    private final int[] sequences = new int[DEPTH];
    private final int[] sourceSsrcs = new int[DEPTH];
    private final int[] sourceSequences = new int[DEPTH];
    private final long[] timestamps = new long[DEPTH];
    private final long[] codecNumbers = new long[DEPTH];
    private final boolean[] used = new boolean[DEPTH];
    private int found;

    /**
     * A packet leaves.
     *
     * @param timestamp the outgoing one, 0 to 2^32 - 1
     * @param codecNumber what the payload was rewritten with ({@link Vp8Munger#map}); 0 for other codecs
     */
    public void put(int sequenceNumber, int sourceSsrc, int sourceSequence, long timestamp, long codecNumber) {
        int slot = slot(sequenceNumber);
        used[slot] = true;
        sequences[slot] = sequenceNumber;
        sourceSsrcs[slot] = sourceSsrc;
        sourceSequences[slot] = sourceSequence;
        timestamps[slot] = timestamp;
        codecNumbers[slot] = codecNumber;
    }

    /** Whether the packet is remembered; the accessors then tell of it. */
    public boolean find(int sequenceNumber) {
        found = slot(sequenceNumber);
        return used[found] && sequences[found] == sequenceNumber;
    }

    public int sourceSsrc() {
        return sourceSsrcs[found];
    }

    public int sourceSequence() {
        return sourceSequences[found];
    }

    /** The outgoing timestamp, 0 to 2^32 - 1. */
    public long timestamp() {
        return timestamps[found];
    }

    public long codecNumber() {
        return codecNumbers[found];
    }

    private static int slot(int sequenceNumber) {
        return sequenceNumber & (DEPTH - 1);
    }
}
