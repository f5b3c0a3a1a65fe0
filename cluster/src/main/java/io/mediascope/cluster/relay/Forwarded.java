package io.mediascope.cluster.relay;

import io.mediascope.transport.relay.RelayStatistics;

/** What one relay forwards in a second, from its totals. Touched by the agent only. */
final class Forwarded {
    private static final double SECOND_NS = 1e9;
    /** Totals are read now and then out of turn; two so close together say nothing. */
    private static final double LEAST_SECONDS = 0.5;

    private boolean begun;
    private boolean known;
    private long bytes;
    private long atNs;
    private long bitrateBps;

    void total(RelayStatistics totals, long nowNs) {
        double seconds = (nowNs - atNs) / SECOND_NS;
        if (begun && seconds < LEAST_SECONDS) {
            return;
        }
        long now = totals.downlinks().stream()
                .mapToLong(RelayStatistics.Downlink::bytes)
                .sum();
        if (begun) {
            // Less than before when receivers have left, whose totals went with them.
            bitrateBps = Math.round(Math.max(0, now - bytes) * 8 / seconds);
            known = true;
        }
        begun = true;
        bytes = now;
        atNs = nowNs;
    }

    /** Whether two totals were far enough apart. */
    boolean known() {
        return known;
    }

    long bitrateBps() {
        return bitrateBps;
    }
}
