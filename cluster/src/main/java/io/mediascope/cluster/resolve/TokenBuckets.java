package io.mediascope.cluster.resolve;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** One token bucket per name, for a bounded number of names: the one not seen for the longest time is forgotten first. */
final class TokenBuckets {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Tokens left, in billionths, at a time. */
    private static final class Bucket {
        long level;
        long atNs;
    }

    private final Map<String, Bucket> buckets;
    private final long burst;
    private final int perSecond;
    private final LongSupplier nanoTime;

    TokenBuckets(int burst, int perSecond, int most, LongSupplier nanoTime) {
        this.burst = burst * SECOND_NS;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.buckets = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** Takes one token of {@code name}'s bucket, when it has one. */
    synchronized boolean take(String name) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.level = burst;
            bucket.atNs = now;
            buckets.put(name, bucket);
        }
        long elapsed = Math.min(now - bucket.atNs, burst / perSecond + 1);
        bucket.level = Math.min(burst, bucket.level + elapsed * perSecond);
        bucket.atNs = now;
        if (bucket.level < SECOND_NS) {
            return false;
        }
        bucket.level -= SECOND_NS;
        return true;
    }
}
