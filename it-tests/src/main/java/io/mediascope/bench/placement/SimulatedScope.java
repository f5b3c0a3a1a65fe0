package io.mediascope.bench.placement;

import io.mediascope.cluster.placement.Rebalancing;
import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.ScopeKey;
import org.jspecify.annotations.Nullable;

/** A scope from its first join to its last leave. */
final class SimulatedScope {
    final ScopeKey key;
    final int participants;
    final Coordinates where;
    final long fullBps;
    final long lifeNs;
    long bps;
    boolean over;

    @Nullable
    SimulatedNode home;

    SimulatedScope(long number, int participants, long fullBps, Coordinates where, long lifeNs) {
        this.key = new ScopeKey("simulated", "scope-" + number);
        this.participants = participants;
        this.fullBps = fullBps;
        this.where = where;
        this.lifeNs = lifeNs;
        // Those who are in first; the others come within seconds.
        this.bps = fullBps / 3;
    }

    Rebalancing.Use use() {
        return new Rebalancing.Use(key, participants, bps);
    }

    void changeBps(long to) {
        SimulatedNode at = home;
        if (at != null) {
            at.bps += to - bps;
        }
        bps = to;
    }

    void moveTo(@Nullable SimulatedNode to) {
        SimulatedNode from = home;
        if (from != null) {
            from.scopes.remove(key);
            from.bps -= bps;
        }
        home = to;
        if (to != null) {
            to.scopes.put(key, this);
            to.bps += bps;
        }
    }
}
