package io.mediascope.transport.door;

import io.mediascope.transport.counters.CounterValues;

/** The values of all {@link DoorCounter}s. */
public final class DoorCounters extends CounterValues<DoorCounter> {
    DoorCounters() {
        super(DoorCounter.class);
    }
}
