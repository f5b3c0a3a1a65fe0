package io.mediascope.cluster.metrics;

import io.mediascope.scope.model.RefusalReason;
import io.mediascope.transport.counters.CounterValues;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The values of {@link NodeCounter}s. */
public final class NodeCounters extends CounterValues<NodeCounter> {
    /** Filled once and only read afterwards. */
    private final Map<RefusalReason, LongAdder> refusals = new EnumMap<>(RefusalReason.class);

    public NodeCounters() {
        super(NodeCounter.class);
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(reason, new LongAdder());
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
}
