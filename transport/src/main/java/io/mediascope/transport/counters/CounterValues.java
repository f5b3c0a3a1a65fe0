package io.mediascope.transport.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The values of all counters of one enum. Safe from any thread. */
public class CounterValues<C extends Enum<C> & Counted> {
    /** Filled once and only read afterwards. */
    private final Map<C, LongAdder> values;

    protected CounterValues(Class<C> counters) {
        values = new EnumMap<>(counters);
        for (C counter : counters.getEnumConstants()) {
            values.put(counter, new LongAdder());
        }
    }

    public final void increment(C counter) {
        add(counter, 1);
    }

    public final void decrement(C counter) {
        add(counter, -1);
    }

    public final void add(C counter, long amount) {
        value(counter).add(amount);
    }

    public final long get(C counter) {
        return value(counter).sum();
    }

    private LongAdder value(C counter) {
        return Objects.requireNonNull(values.get(counter));
    }
}
