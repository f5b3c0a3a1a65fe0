package io.mediascope.scope.session;

import java.time.Duration;
import java.time.Instant;

/** A token bucket for the data messages of one session. */
final class DataRate {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant filledAt;

    DataRate(int perSecond, int burst, Instant now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    /** Whether one more message may pass. */
    boolean take(Instant now) {
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        filledAt = now.isAfter(filledAt) ? now : filledAt;
        tokens = Math.min(burst, tokens + seconds * perSecond);
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
