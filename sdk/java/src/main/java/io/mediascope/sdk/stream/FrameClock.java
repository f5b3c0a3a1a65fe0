package io.mediascope.sdk.stream;

/**
 * Watches how evenly frames come: the longest gap and the freezes. A freeze is a gap longer than three average intervals
 * and longer than the average plus 150 ms, the average taken over the last 30 frames or so (the freeze of the W3C's
 * webrtc-stats). A rest that was asked for is no gap.
 */
public final class FrameClock {
    private static final long SLACK_NS = 150_000_000L;
    private static final int WEIGHT = 30;

    private long lastNs = -1;
    private boolean resting = true;
    private long averageNs;
    private int intervals;
    private long longestGapNs;
    private long freezes;

    public void frame(long nowNs) {
        if (!resting) {
            interval(nowNs - lastNs);
        }
        resting = false;
        lastNs = nowNs;
    }

    private void interval(long gapNs) {
        longestGapNs = Math.max(longestGapNs, gapNs);
        if (intervals > 0 && gapNs > Math.max(3 * averageNs, averageNs + SLACK_NS)) {
            freezes++;
        }
        intervals = Math.min(intervals + 1, WEIGHT);
        averageNs += (gapNs - averageNs) / intervals;
    }

    /** Frames stop by the receiver's own wish: what passes until the next one is no gap. */
    public void rest() {
        resting = true;
    }

    /** The longest time between two frames that followed each other; one that still lasts does not count yet. */
    public long longestGapNs() {
        return longestGapNs;
    }

    public long freezes() {
        return freezes;
    }

    /** -1 before the first. */
    public long lastFrameNs() {
        return lastNs;
    }
}
