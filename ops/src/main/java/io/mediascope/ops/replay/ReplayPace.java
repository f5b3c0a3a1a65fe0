package io.mediascope.ops.replay;

/** When the next event is due, if events are to appear as far apart as they happened, {@code speed} times faster. */
public final class ReplayPace {
    private final double speed;
    private long firstEventMs = -1;
    private long firstShownMs;

    /**
     * @param speed 1 = as it happened; 0 = no pace, everything at once
     */
    public ReplayPace(double speed) {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be 0 or more, but is " + speed);
        }
        this.speed = speed;
    }

    /** How long to wait before the event of {@code eventMs} is shown; 0 = at once. */
    public long delayMs(long eventMs, long nowMs) {
        if (speed == 0) {
            return 0;
        }
        if (firstEventMs < 0) {
            firstEventMs = eventMs;
            firstShownMs = nowMs;
            return 0;
        }
        long dueMs = firstShownMs + (long) ((eventMs - firstEventMs) / speed);
        return Math.max(0, dueMs - nowMs);
    }
}
