package io.mediascope.cluster.placement;

import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.ScopeSerializable;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself each second.
 *
 * @param uid of its ActorSystem
 * @param number rises with each saying: an entry whose number stands still is stale
 * @param at where its region is; null when nobody knows
 * @param draining it takes no more relays
 * @param busyFraction of the busiest relay loop, 0 to 1
 * @param bitrateBps forwarded, each receiver counted
 * @param weight the share of the node that is in use, 0 to 1 and above: the figure that nodes are compared by
 */
public record NodeLoad(
        long uid,
        long number,
        String region,
        @Nullable Coordinates at,
        boolean draining,
        int relays,
        int maxRelays,
        int participants,
        double busyFraction,
        long bitrateBps,
        double weight)
        implements ScopeSerializable {}
