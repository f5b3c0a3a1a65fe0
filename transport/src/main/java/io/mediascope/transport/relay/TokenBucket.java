package io.mediascope.transport.relay;

/** At most so many per second, with bursts of as many. One thread, time is handed in. */
final class TokenBucket {
    private static final long NANOS = 1_000_000_000L;

    private final int perSecond;
    private double tokens;
    private long filledNs;

    TokenBucket(int perSecond, long nowNs) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.filledNs = nowNs;
    }

    boolean take(long nowNs) {
        tokens = Math.min(perSecond, tokens + (nowNs - filledNs) * (double) perSecond / NANOS);
        filledNs = nowNs;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
