package io.mediascope.media.stats;

/** Arithmetic of 16-bit sequence numbers that wrap (RFC 3550 section 5.1, RFC 1982). */
public final class Sequence {
    private Sequence() {}

    /** How far {@code a} is after {@code b}: -32768 to 32767. */
    public static int distance(int a, int b) {
        return (short) (a - b);
    }

    /** Whether {@code a} comes after {@code b}. */
    public static boolean isNewer(int a, int b) {
        return distance(a, b) > 0;
    }

    /** The number after {@code seq}. */
    public static int next(int seq) {
        return (seq + 1) & 0xFFFF;
    }

    /** The extended number nearest to {@code reference} whose low 16 bits are {@code seq}. */
    public static long extend(int seq, long reference) {
        return reference + (short) (seq - (int) reference);
    }

    /** The extended timestamp nearest to {@code reference} whose low 32 bits are {@code timestamp}. */
    public static long extendTimestamp(long timestamp, long reference) {
        return reference + (int) (timestamp - reference);
    }
}
