package io.mediascope.cluster.history;

import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.history.PublicEvents;
import io.mediascope.scope.journal.ScopeEvent;

/** From what stands in the journal to what analysts see. */
final class EventMapping {
    private EventMapping() {}

    static PublicEvent of(Object event) {
        if (event instanceof ScopeEvent persisted) {
            return PublicEvents.of(persisted);
        }
        throw new IllegalStateException("the journal holds an event that is no scope's: "
                + event.getClass().getName());
    }
}
