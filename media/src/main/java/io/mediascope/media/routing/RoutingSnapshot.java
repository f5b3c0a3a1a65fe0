package io.mediascope.media.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All routes of one scope at one version: a pure function of the scope's state.
 *
 * @param version rises by one with each change under one fencing token
 * @param participants by session id, in the order of their joins
 */
public record RoutingSnapshot(long version, Map<String, RouteParticipant> participants) {
    public static final RoutingSnapshot EMPTY = new RoutingSnapshot(0, Map.of());

    /** The snapshot after {@code delta}; the caller checked that {@link RoutingDelta#appliesTo} holds. */
    public RoutingSnapshot apply(RoutingDelta delta) {
        Map<String, RouteParticipant> next = delta.full() ? new LinkedHashMap<>() : new LinkedHashMap<>(participants);
        delta.removed().forEach(next::remove);
        for (RouteParticipant changed : delta.changed()) {
            next.put(changed.sessionId(), changed);
        }
        return new RoutingSnapshot(delta.version(), next);
    }

    /** The smallest delta that leads from {@code older} to this snapshot. */
    public RoutingDelta since(RoutingSnapshot older) {
        List<RouteParticipant> changed = participants.values().stream()
                .filter(p -> !p.equals(older.participants.get(p.sessionId())))
                .toList();
        List<String> removed = older.participants.keySet().stream()
                .filter(id -> !participants.containsKey(id))
                .toList();
        return new RoutingDelta(older.version, version, false, changed, removed);
    }

    /** A delta that replaces whatever the receiver holds. */
    public RoutingDelta asFullDelta() {
        return new RoutingDelta(0, version, true, List.copyOf(participants.values()), List.of());
    }
}
