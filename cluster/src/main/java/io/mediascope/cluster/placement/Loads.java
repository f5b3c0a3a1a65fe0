package io.mediascope.cluster.placement;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last load of each node, and when it arrived here by this node's own clock: clocks of other nodes do not matter. */
final class Loads {
    /** One node's load. */
    record Seen(NodeLoad load, long atNs) {}

    private final Map<Long, Seen> byUid = new HashMap<>();

    /** False when the same was seen before. */
    boolean arrived(NodeLoad load, long nowNs) {
        Seen last = byUid.get(load.uid());
        if (last != null && load.number() <= last.load().number()) {
            return false;
        }
        byUid.put(load.uid(), new Seen(load, nowNs));
        return true;
    }

    @Nullable
    Seen of(long uid) {
        return byUid.get(uid);
    }

    /** Nodes that have been silent for so long are gone. */
    void forget(long beforeNs) {
        byUid.values().removeIf(seen -> seen.atNs() - beforeNs < 0);
    }
}
