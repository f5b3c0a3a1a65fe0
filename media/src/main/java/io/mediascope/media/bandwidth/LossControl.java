package io.mediascope.media.bandwidth;

/**
 * What lost packets say about a path. Under 2 % the rate may rise, from 2 to 10 % it holds, from 10 % on it yields in proportion. Loss
 * of 5 % and more that lasts for seconds may be a queue that is always full or a radio that always loses: then the rate goes down
 * slowly, but at most to half of what it was, as a radio gains nothing by it. One thread.
 */
final class LossControl {
    private static final double RISE_BELOW = 0.02;
    private static final double YIELD_FROM = 0.1;
    /** A smoothed 5 % never quite gets there. */
    private static final double LASTING_FROM = 0.045;

    private static final double YIELD = 0.5;
    /** Of the rate, each second. */
    private static final double LASTING_YIELD = 0.03;

    private static final double LASTING_LEAST = 0.5;
    private static final double LASTING_SPAN_SECONDS = 4;
    private static final long WINDOW_NS = 500_000_000;
    private static final int WINDOW_PACKETS = 20;

    private boolean started;
    private long sinceNs;
    private long packets;
    private long lost;
    private double loss;
    private double lasting;
    private double before;

    void add(boolean wasLost) {
        packets++;
        lost += wasLost ? 1 : 0;
    }

    /** The rate that loss leaves of {@code rateBps}; never more. */
    double limit(double rateBps, long nowNs) {
        if (!started) {
            started = true;
            sinceNs = nowNs;
        }
        long spanNs = nowNs - sinceNs;
        if (spanNs < WINDOW_NS || packets < WINDOW_PACKETS) {
            return rateBps;
        }
        double seconds = Math.min(2, spanNs / 1e9);
        loss = (double) lost / packets;
        sinceNs = nowNs;
        packets = 0;
        lost = 0;
        lasting += (loss - lasting) * Math.min(1, seconds / LASTING_SPAN_SECONDS);
        double left = lasting(rateBps, seconds);
        return loss >= YIELD_FROM ? Math.min(left, rateBps * (1 - YIELD * loss)) : left;
    }

    private double lasting(double rateBps, double seconds) {
        if (lasting < LASTING_FROM) {
            before = lasting < RISE_BELOW ? 0 : before;
            return rateBps;
        }
        before = before == 0 ? rateBps : before;
        double least = before * LASTING_LEAST;
        return rateBps <= least ? rateBps : Math.max(least, rateBps * (1 - LASTING_YIELD * seconds));
    }

    boolean allowsMore() {
        return loss < RISE_BELOW;
    }

    /** Share of packets lost in the last window, 0 to 1. */
    double loss() {
        return loss;
    }

    /** Another path: what was lost on the old one says nothing. */
    void reset() {
        started = false;
        packets = 0;
        lost = 0;
        loss = 0;
        lasting = 0;
        before = 0;
    }
}
