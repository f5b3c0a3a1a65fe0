package io.mediascope.transport.door;

import java.util.concurrent.TimeUnit;

/** Allows {@code perSecond} units on average and {@code burst} at once. One thread; time is given. */
final class TokenBucket {
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final int burst;
    private double tokens;
    private long lastNs;

    TokenBucket(int perSecond, int burst, long nowNs) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.lastNs = nowNs;
    }

    /** Takes the units, or none of them and returns false. */
    boolean take(long units, long nowNs) {
        long elapsedNs = nowNs - lastNs;
        if (elapsedNs > 0) {
            tokens = Math.min(burst, tokens + elapsedNs / NS_PER_SECOND * perSecond);
            lastNs = nowNs;
        }
        if (tokens < units) {
            return false;
        }
        tokens -= units;
        return true;
    }
}
