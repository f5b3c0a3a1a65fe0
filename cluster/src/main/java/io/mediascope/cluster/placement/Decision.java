package io.mediascope.cluster.placement;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.scope.model.NodeRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a relay goes and why.
 *
 * @param node null when no node may take it
 * @param farther a closer region had a node, but none that may take it
 * @param text the reason in words
 */
public record Decision(@Nullable NodeRef node, Reason reason, boolean farther, String text) {
    /** What decided. */
    public enum Reason {
        /** The less loaded of two random nodes. */
        BETTER_OF_TWO(NodeCounter.PLACED_BETTER_OF_TWO),
        /** There was no choice. */
        ONLY_NODE(NodeCounter.PLACED_ONLY_NODE),
        /** The others are so much fuller that the actor's own node is taken. */
        OWN_NODE(NodeCounter.PLACED_OWN_NODE),
        /** No node is free, one with little room is taken. */
        CROWDED(NodeCounter.PLACED_CROWDED),
        /** No node may take it. */
        NONE(NodeCounter.PLACED_NOWHERE);

        final NodeCounter counter;

        Reason(NodeCounter counter) {
            this.counter = counter;
        }
    }
}
