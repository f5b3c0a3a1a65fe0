package io.mediascope.transport.relay.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** One loop's counters: only its loop adds, without a lock; any thread reads. */
public final class RelayCounters {
    /** A cache line apart from other objects, so that readers do not slow the loop. */
    private static final int PADDING = 16;

    private static final int SIZE = RelayCounter.values().length;

    private final AtomicLongArray values = new AtomicLongArray(SIZE + 2 * PADDING);

    public void increment(RelayCounter counter) {
        add(counter, 1);
    }

    public void add(RelayCounter counter, long amount) {
        int index = index(counter);
        values.lazySet(index, values.getPlain(index) + amount);
    }

    public long get(RelayCounter counter) {
        return values.get(index(counter));
    }

    /** The sums over several loops. */
    public static Map<RelayCounter, Long> sum(Iterable<RelayCounters> loops) {
        Map<RelayCounter, Long> sums = new EnumMap<>(RelayCounter.class);
        for (RelayCounter counter : RelayCounter.values()) {
            long sum = 0;
            for (RelayCounters loop : loops) {
                sum += loop.get(counter);
            }
            sums.put(counter, sum);
        }
        return sums;
    }

    // The ordinal never leaves this process, and an EnumMap would box each count.
    @SuppressWarnings("EnumOrdinal")
    private static int index(RelayCounter counter) {
        return PADDING + counter.ordinal();
    }
}
