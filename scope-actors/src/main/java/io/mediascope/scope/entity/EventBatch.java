package io.mediascope.scope.entity;

import io.mediascope.scope.journal.EventHeader;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.ScopeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events that are persisted together; numbers and times them, and shows the state they lead to. */
final class EventBatch {
    private final List<ScopeEvent> events = new ArrayList<>();
    private final ScopeState before;
    private final Instant now;
    private ScopeState state;

    /** Time never runs backwards within a scope, whatever the clock does. */
    EventBatch(ScopeState before, Instant now) {
        this.before = before;
        this.state = before;
        this.now = now.isBefore(before.lastTime()) ? before.lastTime() : now;
    }

    EventBatch add(Function<EventHeader, ScopeEvent> event) {
        return append(event.apply(header(state.life(), state.home())));
    }

    EventBatch create(HomeNode home, long fencing) {
        return append(new ScopeEvent.ScopeCreated(header(state.life() + 1, home), home, fencing));
    }

    /** Ends the life when nobody is left in it. */
    EventBatch disposeIfEmpty(String reason) {
        return state.live() && state.participants().isEmpty()
                ? add(h -> new ScopeEvent.ScopeDisposed(h, reason))
                : this;
    }

    /** Of every event in it. */
    Instant time() {
        return now;
    }

    ScopeState before() {
        return before;
    }

    /** After the events so far. */
    ScopeState state() {
        return state;
    }

    List<ScopeEvent> events() {
        return List.copyOf(events);
    }

    boolean nothing() {
        return events.isEmpty();
    }

    private EventBatch append(ScopeEvent event) {
        events.add(event);
        state = state.apply(event);
        return this;
    }

    private EventHeader header(long life, @Nullable HomeNode home) {
        return new EventHeader(
                state.key().applicationId(),
                state.key().scopeId(),
                life,
                state.sequenceNumber() + 1,
                now,
                home == null ? "" : home.address(),
                home == null ? "" : home.region());
    }
}
