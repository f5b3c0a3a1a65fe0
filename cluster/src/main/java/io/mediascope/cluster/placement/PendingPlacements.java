package io.mediascope.cluster.placement;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What was placed on nodes and does not show in their measured load yet. */
final class PendingPlacements {
    private record Pending(double weight, long atNs) {}

    private final Map<Long, Deque<Pending>> byUid = new HashMap<>();
    private final long settleNs;

    /** @param settleNs how long clients take to come and to send what they will send */
    PendingPlacements(long settleNs) {
        this.settleNs = settleNs;
    }

    void add(long uid, double weight, long nowNs) {
        byUid.computeIfAbsent(uid, u -> new ArrayDeque<>()).add(new Pending(weight, nowNs));
    }

    double weight(long uid) {
        Deque<Pending> pending = byUid.get(uid);
        return pending == null
                ? 0
                : pending.stream().mapToDouble(Pending::weight).sum();
    }

    /** A measured load is here: it shows what was placed long enough before. */
    void measured(long uid, long nowNs) {
        Deque<Pending> pending = byUid.get(uid);
        while (pending != null
                && !pending.isEmpty()
                && nowNs - pending.element().atNs() >= settleNs) {
            pending.remove();
        }
        if (pending != null && pending.isEmpty()) {
            byUid.remove(uid);
        }
    }

    void forget(long beforeNs) {
        byUid.values()
                .removeIf(pending -> pending.isEmpty() || pending.getLast().atNs() - beforeNs < 0);
    }
}
