package io.mediascope.cluster.placement;

import java.util.HashMap;
import java.util.Map;

/**
 * A token bucket per target: a node that dies must not bury its neighbours. Each of {@code nodes} placing nodes has its part of the
 * rate, and one second's worth of it at once.
 */
final class RehomingCaps {
    private static final double SECOND_NS = 1e9;

    /** Tokens at a time. */
    private static final class Bucket {
        double level;
        long atNs;
    }

    private final Map<Long, Bucket> buckets = new HashMap<>();
    private final double perSecond;

    RehomingCaps(double perSecond) {
        this.perSecond = perSecond;
    }

    boolean allows(long uid, int nodes, long nowNs) {
        Bucket bucket = buckets.get(uid);
        return bucket == null || level(bucket, nodes, nowNs) >= 1;
    }

    void take(long uid, int nodes, long nowNs) {
        Bucket bucket = buckets.computeIfAbsent(uid, u -> {
            Bucket full = new Bucket();
            full.level = burst(nodes);
            full.atNs = nowNs;
            return full;
        });
        bucket.level = level(bucket, nodes, nowNs) - 1;
        bucket.atNs = nowNs;
    }

    void forget(long beforeNs) {
        buckets.values().removeIf(bucket -> bucket.atNs - beforeNs < 0);
    }

    private double level(Bucket bucket, int nodes, long nowNs) {
        double regained = (nowNs - bucket.atNs) / SECOND_NS * perSecond / Math.max(1, nodes);
        return Math.min(burst(nodes), bucket.level + regained);
    }

    private double burst(int nodes) {
        return Math.max(1, perSecond / Math.max(1, nodes));
    }
}
