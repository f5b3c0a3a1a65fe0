package io.mediascope.sdk.path;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Sealed packets one behind the other in one buffer. Reusable; the buffer of each filling belongs to who sends it. */
public final class PacketBatch {
    private int[] lengths = new int[16];
    private int count;

    public void clear() {
        count = 0;
    }

    public void add(int length) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        lengths[count++] = length;
    }

    public int count() {
        return count;
    }

    public int length(int index) {
        return lengths[index];
    }

    /**
     * How many packets from {@code first} on may leave as one segmented send: all of one length but for the last, which
     * may be shorter.
     */
    int segments(int first, int maxSegments, int maxBytes) {
        int size = lengths[first];
        int bytes = size;
        int end = first + 1;
        while (end < count && end - first < maxSegments && lengths[end] <= size && bytes + lengths[end] <= maxBytes) {
            bytes += lengths[end];
            end++;
            if (lengths[end - 1] < size) {
                break;
            }
        }
        return end - first;
    }

    /** Bytes of {@code n} packets from {@code first} on. */
    int bytes(int first, int n) {
        int bytes = 0;
        for (int i = first; i < first + n; i++) {
            bytes += lengths[i];
        }
        return bytes;
    }

    /** Hands each packet as a slice (not retained) to {@code each}. */
    public void forEach(ByteBuf packets, java.util.function.Consumer<ByteBuf> each) {
        int index = packets.readerIndex();
        for (int i = 0; i < count; i++) {
            each.accept(packets.slice(index, lengths[i]));
            index += lengths[i];
        }
    }
}
