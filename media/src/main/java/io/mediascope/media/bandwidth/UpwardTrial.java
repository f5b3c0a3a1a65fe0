package io.mediascope.media.bandwidth;

/**
 * When to try twice the rate. A sender that sends less than the path carries learns nothing about the rest, so a layer that was paused
 * would rest for ever: now and then, after a time without trouble, the target is raised on trial. A trial that fails doubles the time to the
 * next. One thread.
 */
final class UpwardTrial {
    private static final long FIRST_NS = 3_000_000_000L;
    private static final long LONGEST_NS = 48_000_000_000L;
    private static final long OUTCOME_NS = 3_000_000_000L;

    private boolean started;
    private boolean open;
    private long intervalNs = FIRST_NS;
    private long nextNs;
    private long openedNs;

    /** The path is clean and more is wanted: is now the time? */
    boolean due(long nowNs) {
        if (!started) {
            started = true;
            nextNs = nowNs + intervalNs;
        }
        if (open && nowNs - openedNs >= OUTCOME_NS) {
            open = false;
            intervalNs = FIRST_NS;
        }
        if (nowNs - nextNs < 0) {
            return false;
        }
        open = true;
        openedNs = nowNs;
        nextNs = nowNs + intervalNs;
        return true;
    }

    /** The path was too small. */
    void failed(long nowNs) {
        if (open) {
            open = false;
            intervalNs = Math.min(LONGEST_NS, 2 * intervalNs);
        }
        started = true;
        nextNs = nowNs + intervalNs;
    }

    void reset() {
        started = false;
        open = false;
        intervalNs = FIRST_NS;
    }
}
