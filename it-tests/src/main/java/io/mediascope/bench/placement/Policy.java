package io.mediascope.bench.placement;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What decides where a scope's relay goes. */
interface Policy {
    /** Its row's name. */
    String name();

    /**
     * @param left the node that was lost; null for a scope that begins
     * @param excluded addresses that did not answer
     * @return null when no node may take it now
     */
    @Nullable
    SimulatedNode choose(SimulatedScope scope, @Nullable SimulatedNode left, Set<String> excluded);

    /** A second is over. */
    default void tick() {}

    /** The members of the cluster are others now. */
    default void membersChanged() {}
}
