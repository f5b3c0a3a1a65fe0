package io.mediascope.scope.entity;

import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.LeaveReason;
import java.util.Map;

/**
 * The attempts by which those came in who have left of their own accord. A session repeats a join until it knows the outcome; while a
 * shard changes its node a copy may arrive after its participant has left, and must not bring it back: nobody would be behind it.
 */
final class PastJoins {
    private static final int KEPT = 1024;

    /** By join id. */
    private final Map<String, String> sessions = new Recent<>(KEPT);

    private final Map<String, Boolean> gone = new Recent<>(KEPT);

    /** @param state before the event; the same event again changes nothing */
    void note(ScopeState state, ScopeEvent event) {
        if (event instanceof ScopeEvent.ParticipantJoined e) {
            sessions.put(e.joinId(), e.sessionId());
        } else if (event instanceof ScopeEvent.ParticipantReconnected e) {
            sessions.put(e.joinId(), e.sessionId());
        } else if (event instanceof ScopeEvent.ParticipantMoved e) {
            sessions.put(e.joinId(), e.sessionId());
        } else if (event instanceof ScopeEvent.ParticipantLeft e && e.reason() == LeaveReason.CLIENT_LEFT) {
            // One who came in before the last snapshot is known by the attempt that stands in it.
            state.session(e.sessionId()).ifPresent(p -> sessions.put(p.joinId(), e.sessionId()));
            gone.put(e.sessionId(), true);
        }
    }

    boolean contains(String joinId) {
        String session = sessions.get(joinId);
        return session != null && gone.containsKey(session);
    }
}
