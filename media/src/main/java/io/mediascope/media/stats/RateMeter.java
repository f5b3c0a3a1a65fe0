package io.mediascope.media.stats;

import java.util.Arrays;

/** Bits per second over a sliding window of ten equal slices. One thread. */
public final class RateMeter {
    private static final int SLICES = 10;

    private final long sliceNs;
    private final long[] bytes = new long[SLICES];
    private long current = Long.MIN_VALUE;
    private long first;
    private long totalBytes;
    private long totalPackets;

    public RateMeter(long windowNs) {
        this.sliceNs = Math.max(1, windowNs / SLICES);
    }

    public void add(int lengthBytes, long nowNs) {
        advance(nowNs);
        bytes[Math.floorMod(current, SLICES)] += lengthBytes;
        totalBytes += lengthBytes;
        totalPackets++;
    }

    /** Over the window, or over the time since the first packet when that is shorter (at least one slice). */
    public long bitrateBps(long nowNs) {
        advance(nowNs);
        long slices = Math.min(SLICES, current - first + 1);
        return (long) (8e9 * sum(bytes) / (slices * (double) sliceNs));
    }

    /** Since construction. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Since construction. */
    public long totalPackets() {
        return totalPackets;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private void advance(long nowNs) {
        long slice = Math.floorDiv(nowNs, sliceNs);
        if (current == Long.MIN_VALUE) {
            current = slice;
            first = slice;
        }
        if (slice - current >= SLICES) {
            Arrays.fill(bytes, 0);
            current = slice;
        }
        while (current < slice) {
            current++;
            bytes[Math.floorMod(current, SLICES)] = 0;
        }
    }
}
