package io.mediascope.cluster.history;

import io.mediascope.scope.history.PublicEvent;

/** From what stands in the journal to what analysts see. */
final class EventMapping {
    private EventMapping() {}

    static PublicEvent of(Object event) {
        if (event instanceof PublicEvent already) {
            return already;
        }
        throw new IllegalStateException("the journal holds an event that is no scope's: "
                + event.getClass().getName());
    }
}
