package io.mediascope.cluster.web;

import java.time.Duration;

/** When a connection that is on TCP tries UDP again: after 5 s, then each 8 s for a minute, then ever more seldom, up to 60 s. Pure. */
final class UdpReturn {
    private static final long FIRST_MS = 5_000;
    private static final long NEXT_MS = 8_000;
    private static final long LONGEST_MS = 60_000;
    private static final long EAGER_MS = 60_000;

    private long spentMs;
    private long delayMs = FIRST_MS;

    /** The time until the next attempt, counted from the one before it. */
    Duration next() {
        long delay = delayMs;
        spentMs += delay;
        delayMs = spentMs < EAGER_MS ? NEXT_MS : Math.min(LONGEST_MS, delay * 2);
        return Duration.ofMillis(delay);
    }
}
