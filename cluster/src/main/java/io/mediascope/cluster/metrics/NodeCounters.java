package io.mediascope.cluster.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The values of {@link NodeCounter}s. */
public final class NodeCounters {
    /** Filled once and only read afterwards. */
    private final Map<NodeCounter, LongAdder> values = new EnumMap<>(NodeCounter.class);

    public NodeCounters() {
        for (NodeCounter counter : NodeCounter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    public void increment(NodeCounter counter) {
        add(counter, 1);
    }

    public void add(NodeCounter counter, long amount) {
        Objects.requireNonNull(values.get(counter)).add(amount);
    }

    public long get(NodeCounter counter) {
        return Objects.requireNonNull(values.get(counter)).sum();
    }
}
