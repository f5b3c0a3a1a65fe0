package io.mediascope.cluster.web;

/** A token bucket for the descriptions of one session. One thread. */
final class DescriptionRate {
    private static final double PER_SECOND = 5;
    private static final double BURST = 30;

    private double tokens = BURST;
    private long filledNs;

    DescriptionRate(long nowNs) {
        filledNs = nowNs;
    }

    boolean take(long nowNs) {
        tokens = Math.min(BURST, tokens + (nowNs - filledNs) * PER_SECOND / 1e9);
        filledNs = nowNs;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
