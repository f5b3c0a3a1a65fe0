package io.mediascope.media.routing;

import java.util.List;

/**
 * A change of routes.
 *
 * @param baseVersion the version it applies to; of no meaning when {@code full}
 * @param full true when {@code changed} is the whole scope
 * @param removed session ids
 */
public record RoutingDelta(
        long baseVersion, long version, boolean full, List<RouteParticipant> changed, List<String> removed) {
    public RoutingDelta {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Whether it can be applied to a snapshot of {@code heldVersion}. */
    public boolean appliesTo(long heldVersion) {
        return full || baseVersion == heldVersion;
    }
}
