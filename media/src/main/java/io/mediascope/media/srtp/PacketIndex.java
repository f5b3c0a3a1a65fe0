package io.mediascope.media.srtp;

/** SRTP packet indices: rollover counter and sequence number as one number of 48 bits (RFC 3711 section 3.3.1). */
final class PacketIndex {
    static final long MAX = (1L << 48) - 1;
    /** Before the first packet. */
    static final long NONE = -1;

    private static final int HALF = 1 << 15;

    private PacketIndex() {}

    static long of(int roc, int seq) {
        return (roc & 0xFFFF_FFFFL) << 16 | (seq & 0xFFFF);
    }

    static int roc(long index) {
        return index < 0 ? 0 : (int) (index >>> 16);
    }

    /** The index nearest to {@code highest} that has this sequence number (appendix A); negative when before rollover counter 0. */
    static long estimate(long highest, int seq) {
        if (highest == NONE) {
            return seq;
        }
        int highestSeq = (int) (highest & 0xFFFF);
        long roc = highest >>> 16;
        if (highestSeq < HALF) {
            roc -= seq - highestSeq > HALF ? 1 : 0;
        } else {
            roc += highestSeq - HALF > seq ? 1 : 0;
        }
        return roc << 16 | seq;
    }
}
