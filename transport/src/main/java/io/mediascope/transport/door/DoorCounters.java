package io.mediascope.transport.door;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The values of all {@link DoorCounter}s. Safe from any thread. */
public final class DoorCounters {
    /** Filled once and only read afterwards. */
    private final Map<DoorCounter, LongAdder> values = new EnumMap<>(DoorCounter.class);

    DoorCounters() {
        for (DoorCounter counter : DoorCounter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    void increment(DoorCounter counter) {
        value(counter).increment();
    }

    void decrement(DoorCounter counter) {
        value(counter).decrement();
    }

    void add(DoorCounter counter, long amount) {
        value(counter).add(amount);
    }

    private LongAdder value(DoorCounter counter) {
        return Objects.requireNonNull(values.get(counter));
    }

    public long get(DoorCounter counter) {
        return value(counter).sum();
    }

    public Map<DoorCounter, Long> snapshot() {
        Map<DoorCounter, Long> snapshot = new EnumMap<>(DoorCounter.class);
        for (DoorCounter counter : DoorCounter.values()) {
            snapshot.put(counter, get(counter));
        }
        return snapshot;
    }
}
