package io.mediascope.load;

import io.mediascope.sdk.MediaFrame;
import io.mediascope.sdk.MediaSink;
import java.util.Arrays;
import java.util.BitSet;

/** Counts numbered frames. Written on the service thread, read from any. */
public final class NumberedSink implements MediaSink {
    private static final int MAX_DELAYS = 1 << 20;

    private final BitSet seen = new BitSet();
    private long[] delaysNs = new long[1024];
    private int delayCount;
    private long frames;
    private long keyFrames;
    private long repeated;
    private long outOfOrder;
    private long first = -1;
    private long last = -1;
    private long lastAtNs;
    private long longestGapNs;
    private int restarts;
    private boolean ended;

    /** What arrived until now. Frame numbers are the source's. */
    public record Totals(
            long frames,
            long keyFrames,
            long repeated,
            long outOfOrder,
            long firstNumber,
            long lastNumber,
            long missing,
            long longestGapMs,
            int restarts,
            boolean ended) {}

    @Override
    public synchronized void onFrame(MediaFrame frame) {
        NumberedFrame numbered = NumberedFrame.decode(frame.data());
        long now = System.nanoTime();
        int number = Math.toIntExact(numbered.number());
        if (seen.get(number)) {
            repeated++;
            return;
        }
        if (number < last) {
            outOfOrder++;
        }
        seen.set(number);
        if (frames > 0) {
            longestGapNs = Math.max(longestGapNs, now - lastAtNs);
        } else {
            first = number;
        }
        frames++;
        keyFrames += numbered.keyFrame() ? 1 : 0;
        last = Math.max(last, number);
        lastAtNs = now;
        delay(now - numbered.sentNs());
    }

    private void delay(long ns) {
        if (delayCount == MAX_DELAYS) {
            return;
        }
        if (delayCount == delaysNs.length) {
            delaysNs = Arrays.copyOf(delaysNs, delaysNs.length * 2);
        }
        delaysNs[delayCount++] = ns;
    }

    @Override
    public synchronized void onRestarted() {
        restarts++;
    }

    @Override
    public synchronized void onEnd() {
        ended = true;
    }

    public synchronized Totals totals() {
        long missing = first < 0 ? 0 : last - first + 1 - seen.cardinality();
        return new Totals(
                frames,
                keyFrames,
                repeated,
                outOfOrder,
                first,
                last,
                missing,
                longestGapNs / 1_000_000,
                restarts,
                ended);
    }

    /** Forgets the longest gap, so that the next one is that of what happens now; the running gap counts from now. */
    public synchronized void resetGap() {
        longestGapNs = 0;
        lastAtNs = System.nanoTime();
    }

    /** The longest time without a frame, the running one included, in milliseconds. */
    public synchronized long longestGapMs() {
        return Math.max(longestGapNs, frames == 0 ? 0 : System.nanoTime() - lastAtNs) / 1_000_000;
    }

    /** The given share (0 to 1) of frames arrived within this many nanoseconds of their sending. */
    public synchronized long delayNs(double share) {
        if (delayCount == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(delaysNs, delayCount);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(delayCount - 1L, Math.round(share * delayCount))];
    }
}
