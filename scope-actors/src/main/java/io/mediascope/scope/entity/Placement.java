package io.mediascope.scope.entity;

import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which node a relay may go to; remembers which ones have refused, and the one that clients were sent to. */
final class Placement {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private final ScopeKey scope;
    private final RelayDirectory relays;
    private final Set<String> refused = new HashSet<>();
    private @Nullable NodeRef reserved;
    private Instant fullUntil = Instant.EPOCH;

    Placement(ScopeKey scope, RelayDirectory relays) {
        this.scope = scope;
        this.relays = relays;
    }

    void recovered() {
        reserved = null;
        refused.clear();
    }

    void refusedBy(NodeRef node) {
        refused.add(node.address());
    }

    void forgive() {
        refused.clear();
    }

    /** The node of a scope that does not live yet: the same for everybody who asks, while it lasts. */
    @Nullable
    NodeRef reserve(String askedNode, ClientPlace client, List<HostPort> failed) {
        NodeRef kept = reserved;
        if (kept == null
                || failed(kept, failed)
                || refused.contains(kept.address())
                || relays.agent(kept).isEmpty()) {
            reserved = relays.place(new PlaceRequest(scope, askedNode, client, refused, failed, false))
                    .map(Placed::node)
                    .orElse(null);
        }
        return reserved;
    }

    /** Where a relay goes that was lost on {@code home}: near to that, for there its people are. */
    Optional<Placed> next(@Nullable HomeNode home) {
        return relays.place(new PlaceRequest(
                scope,
                home == null ? "" : home.address(),
                home == null ? ClientPlace.UNKNOWN : ClientPlace.inRegion(home.region()),
                refused,
                List.of(),
                true));
    }

    /** Whether there is a choice beside {@code node}. */
    boolean elsewhere(NodeRef node) {
        return relays.elsewhere(node, Set.copyOf(refused));
    }

    void allRefused(Instant now) {
        fullUntil = now.plus(PAUSE);
        refused.clear();
    }

    boolean full(Instant now) {
        return fullUntil.isAfter(now);
    }

    static boolean failed(NodeRef node, List<HostPort> failed) {
        return failed.contains(new HostPort(node.linkHost(), node.linkPort()));
    }

    static Refusal full() {
        return Refusal.retryable(
                RefusalReason.NODE_FULL, "No node can take this scope's media now; try again in a moment.", 1000);
    }
}
