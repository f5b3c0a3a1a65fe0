package io.mediascope.transport.door;

/**
 * How much of something a client may send.
 *
 * @param perSecond on average
 * @param burst at once
 */
public record Rate(int perSecond, int burst) {
    public Rate {
        Positive.require(perSecond, "perSecond");
        Positive.require(burst, "burst");
    }

    TokenBucket bucket(long nowNs) {
        return new TokenBucket(perSecond, burst, nowNs);
    }
}
