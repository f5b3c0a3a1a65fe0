package io.mediascope.ops.join;

import java.util.concurrent.TimeUnit;

/** The longest time without a new frame of one track. Written by the SDK's thread, read by any. */
public final class FrameGaps {
    private long frames;
    private long lastNs;
    private long longestNs;

    /** A frame has arrived. */
    public synchronized void frame(long nowNs) {
        if (frames > 0) {
            longestNs = Math.max(longestNs, nowNs - lastNs);
        }
        frames++;
        lastNs = nowNs;
    }

    public synchronized long frames() {
        return frames;
    }

    /** The longest gap since the last call, the running one included; a new window begins. -1 before the first frame. */
    public synchronized long takeLongestMs(long nowNs) {
        if (frames == 0) {
            return -1;
        }
        long longest = Math.max(longestNs, nowNs - lastNs);
        longestNs = 0;
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }
}
