package io.mediascope.cluster.metrics;

import io.mediascope.scope.model.RefusalReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The values of {@link NodeCounter}s. */
public final class NodeCounters {
    /** Filled once and only read afterwards. */
    private final Map<NodeCounter, LongAdder> values = new EnumMap<>(NodeCounter.class);

    private final Map<RefusalReason, LongAdder> refusals = new EnumMap<>(RefusalReason.class);

    public NodeCounters() {
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(reason, new LongAdder());
        }
        for (NodeCounter counter : NodeCounter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    public void refused(RefusalReason reason) {
        Objects.requireNonNull(refusals.get(reason)).increment();
    }

    /** What clients were refused for, by the reason's name. */
    public Map<String, Long> refusals() {
        Map<String, Long> byReason = new TreeMap<>();
        refusals.forEach((reason, count) -> byReason.put(reason.name(), count.sum()));
        return byReason;
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
