package io.mediascope.transport.web;

import io.mediascope.transport.counters.CounterValues;

/** The values of all {@link WebCounter}s of a node. */
public final class WebCounters extends CounterValues<WebCounter> {
    public WebCounters() {
        super(WebCounter.class);
    }
}
