package io.mediascope.cluster.placement;

import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.NodeRef;
import org.jspecify.annotations.Nullable;

/**
 * A node as one placement sees it.
 *
 * @param at where its region is; null when nobody knows
 * @param weight the share in use, with what was placed there and is not measured yet
 */
public record Candidate(NodeRef node, @Nullable Coordinates at, double weight, State state) {
    /** Whether it may be taken. */
    public enum State {
        FREE,
        /** Little room: only where no node is free. */
        CROWDED,
        /** Carries as many relays as it may. */
        FULL,
        /** Took its part of re-homings in this second. */
        CAPPED,
        DRAINING,
        /** Its load is too old to go by. */
        STALE
    }
}
