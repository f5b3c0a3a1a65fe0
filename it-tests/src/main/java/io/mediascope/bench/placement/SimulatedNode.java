package io.mediascope.bench.placement;

import io.mediascope.cluster.placement.NodeLoad;
import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node with what it carries, and the load that the others have heard of it. */
final class SimulatedNode {
    static final long CAPACITY_BPS = 4_000_000_000L;
    private static final int MAX_RELAYS = 10_000;

    final NodeRef ref;
    final Coordinates at;
    final Map<ScopeKey, SimulatedScope> scopes = new LinkedHashMap<>();
    boolean alive = true;
    long bps;

    @Nullable
    NodeLoad said;

    long saidNs;
    private long number;

    SimulatedNode(int uid, Region region) {
        ref = new NodeRef("node-" + uid, uid, region.name(), "10.0.0.1", uid);
        at = region.at();
    }

    double load() {
        return (double) bps / CAPACITY_BPS;
    }

    void say(long nowNs) {
        double share = load();
        double weight = Math.max(share, (double) scopes.size() / MAX_RELAYS);
        said = new NodeLoad(
                ref.uid(), ++number, ref.region(), at, false, scopes.size(), MAX_RELAYS, 0, share, bps, weight);
        saidNs = nowNs;
    }
}
