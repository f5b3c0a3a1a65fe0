package io.mediascope.transport.web;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The values of all {@link WebCounter}s of a node. Safe from any thread. */
public final class WebCounters {
    /** Filled once and only read afterwards. */
    private final Map<WebCounter, LongAdder> values = new EnumMap<>(WebCounter.class);

    public WebCounters() {
        for (WebCounter counter : WebCounter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    void increment(WebCounter counter) {
        add(counter, 1);
    }

    void add(WebCounter counter, long amount) {
        Objects.requireNonNull(values.get(counter)).add(amount);
    }

    public long get(WebCounter counter) {
        return Objects.requireNonNull(values.get(counter)).sum();
    }
}
