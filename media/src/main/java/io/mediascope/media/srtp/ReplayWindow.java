package io.mediascope.media.srtp;

import java.util.Arrays;

/** Which of the last {@value #SIZE} packet indices were seen (RFC 3711 section 3.3.2): a ring of bits below the highest. */
final class ReplayWindow {
    /** In packets; a power of two. About two seconds of a 10 Mbit/s stream. */
    static final int SIZE = 2048;

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest = PacketIndex.NONE;

    /** 0 when {@code index} was not seen, {@link SrtpError#REPLAYED} or {@link SrtpError#TOO_OLD}. */
    int check(long index) {
        if (index > highest) {
            return 0;
        }
        if (highest - index >= SIZE) {
            return SrtpError.TOO_OLD;
        }
        return (bits[word(index)] & (1L << index)) == 0 ? 0 : SrtpError.REPLAYED;
    }

    /** Takes {@code index}, which {@link #check} let pass, as seen. */
    void mark(long index) {
        advanceTo(index);
        bits[word(index)] |= 1L << index;
    }

    /** Moves the window's upper end to {@code index} without taking it as seen; does nothing when it is there already. */
    void advanceTo(long index) {
        if (index - highest >= SIZE) {
            Arrays.fill(bits, 0);
        } else {
            for (long i = highest + 1; i <= index; i++) {
                bits[word(i)] &= ~(1L << i);
            }
        }
        highest = Math.max(highest, index);
    }

    /** The upper end; {@link PacketIndex#NONE} at first. */
    long highest() {
        return highest;
    }

    private static int word(long index) {
        return (int) (index & (SIZE - 1)) / Long.SIZE;
    }
}
