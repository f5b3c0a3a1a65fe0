package io.mediascope.transport.door;

import java.util.LinkedHashMap;
import java.util.Map;

/** New connections per second and source. Safe from any thread; remembers a bounded number of sources. */
final class AcceptRate {
    private static final int MAX_SOURCES = 16_384;

    private final int perSecond;
    private final Map<Source, TokenBucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, TokenBucket> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** @param perSecond 0 = no limit */
    AcceptRate(int perSecond) {
        this.perSecond = perSecond;
    }

    boolean allows(Source source, long nowNs) {
        if (perSecond == 0) {
            return true;
        }
        synchronized (buckets) {
            return buckets.computeIfAbsent(source, s -> new TokenBucket(perSecond, perSecond, nowNs))
                    .take(1, nowNs);
        }
    }
}
