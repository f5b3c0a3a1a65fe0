package io.mediascope.cluster.placement;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.placement.Candidate.State;
import io.mediascope.cluster.settings.PlacementSettings;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places relays on the nodes it is shown, by their loads and by what it placed itself. Safe from any thread; nothing under its lock
 * waits.
 */
public final class Placer {
    private static final Logger LOG = LoggerFactory.getLogger(Placer.class);
    private static final Duration FORGET = Duration.ofMinutes(10);

    private final PlacementSettings settings;
    private final PlacementStrategy strategy;
    private final NodeCounters counters;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final Loads loads = new Loads();
    private final PendingPlacements pending;
    private final RehomingCaps caps;

    public Placer(PlacementSettings settings, NodeCounters counters, RandomGenerator random, LongSupplier nanoTime) {
        this.settings = settings;
        this.strategy = new PlacementStrategy(settings.ownNodePenalty());
        this.counters = counters;
        this.random = random;
        this.nanoTime = nanoTime;
        this.pending = new PendingPlacements(settings.settleTime().toNanos());
        this.caps = new RehomingCaps(settings.rehomingsPerSecond());
    }

    /** A node's load is known; what was known before changes nothing. */
    public synchronized void loaded(NodeLoad load) {
        long now = nanoTime.getAsLong();
        if (loads.arrived(load, now)) {
            pending.measured(load.uid(), now);
        }
    }

    /** Drops what is known of nodes that went long ago. */
    public synchronized void forgetGone() {
        long before = nanoTime.getAsLong() - FORGET.toNanos();
        loads.forget(before);
        pending.forget(before);
        caps.forget(before);
    }

    /**
     * @param own address of this node
     * @param nodes all that have a relay agent
     */
    public synchronized Optional<Placed> place(PlaceRequest request, String own, List<NodeRef> nodes) {
        long now = nanoTime.getAsLong();
        Origin origin = origin(request.client(), request.askedNode(), nodes);
        List<Candidate> candidates = candidates(request, nodes, now);
        List<Candidate> reached = request.avoided().isEmpty()
                ? candidates
                : candidates.stream()
                        .filter(candidate -> !request.avoided().contains(link(candidate.node())))
                        .toList();
        Decision decision = strategy.choose(origin, own, reached, random);
        if (decision.node() == null && reached.size() < candidates.size()) {
            decision = strategy.choose(origin, own, candidates, random);
        }
        String what = request.rehoming() ? "Re-homing" : "Placement";
        explain(what, request.scope(), origin, decision);
        if (request.rehoming() && candidates.stream().anyMatch(candidate -> candidate.state() == State.CAPPED)) {
            counters.increment(NodeCounter.REHOMINGS_CAPPED);
        }
        return taken(decision, settings.expectedWeight(), request.rehoming(), nodes.size(), now);
    }

    /**
     * A node of the same place that has less to do, for a relay that leaves its node because of load: media is not taken farther
     * from its people for that.
     *
     * @param weight what the relay needs
     * @param below what the node may have in use with the relay on it
     */
    public synchronized Optional<Placed> lighter(
            ScopeKey scope, NodeRef from, double weight, double below, List<NodeRef> nodes) {
        long now = nanoTime.getAsLong();
        Origin origin = new Origin(from.region(), known(from.region(), loads.of(from.uid())));
        List<Candidate> lighter = nodes.stream()
                .filter(node -> !node.equals(from) && caps.allows(node.uid(), nodes.size(), now))
                .map(node -> candidate(node, now))
                .filter(seen -> seen.state() == State.FREE
                        && seen.weight() + weight < below
                        && origin.distanceKm(seen) <= PlacementStrategy.SAME_PLACE_KM)
                .toList();
        Decision decision = strategy.choose(origin, "", lighter, random);
        if (decision.node() != null) {
            explain("Move", scope, origin, decision);
        }
        return taken(decision, weight, true, nodes.size(), now);
    }

    private Optional<Placed> taken(Decision decision, double weight, boolean capped, int nodes, long now) {
        NodeRef node = decision.node();
        if (node == null) {
            return Optional.empty();
        }
        pending.add(node.uid(), weight, now);
        if (capped) {
            caps.take(node.uid(), nodes, now);
        }
        return Optional.of(new Placed(node, decision.text()));
    }

    /** The last load that was said by this node; empty when it never was. */
    public synchronized Optional<NodeLoad> load(NodeRef node) {
        return Optional.ofNullable(loads.of(node.uid())).map(Loads.Seen::load);
    }

    /** Whether one of {@code nodes} could take a relay now. */
    public synchronized boolean anyEligible(List<NodeRef> nodes) {
        long now = nanoTime.getAsLong();
        return nodes.stream()
                .map(node -> candidate(node, now).state())
                .anyMatch(state -> state == State.FREE || state == State.CROWDED);
    }

    /** An answer without memory: the same on every node that knows the same nodes. */
    public synchronized Optional<NodeRef> hashed(
            ScopeKey scope, String askedNode, ClientPlace client, List<NodeRef> nodes) {
        long now = nanoTime.getAsLong();
        List<Candidate> candidates =
                nodes.stream().map(node -> candidate(node, now)).toList();
        return Rendezvous.node(scope, PlacementStrategy.eligible(origin(client, askedNode, nodes), candidates));
    }

    private List<Candidate> candidates(PlaceRequest request, List<NodeRef> nodes, long now) {
        List<Candidate> candidates = new ArrayList<>(nodes.size());
        for (NodeRef node : nodes) {
            if (!request.excluded().contains(node.address())) {
                Candidate seen = candidate(node, now);
                boolean capped = request.rehoming()
                        && (seen.state() == State.FREE || seen.state() == State.CROWDED)
                        && !caps.allows(node.uid(), nodes.size(), now);
                candidates.add(capped ? new Candidate(node, seen.at(), seen.weight(), State.CAPPED) : seen);
            }
        }
        return candidates;
    }

    private Candidate candidate(NodeRef node, long now) {
        Loads.Seen seen = loads.of(node.uid());
        if (seen == null || now - seen.atNs() > settings.staleAfter().toNanos()) {
            return new Candidate(node, known(node.region(), seen), 1, State.STALE);
        }
        NodeLoad load = seen.load();
        double weight = load.weight() + pending.weight(node.uid());
        State state;
        if (load.draining()) {
            state = State.DRAINING;
        } else if (load.relays() >= load.maxRelays()) {
            state = State.FULL;
        } else {
            state = weight > settings.crowdedAbove() ? State.CROWDED : State.FREE;
        }
        return new Candidate(node, known(node.region(), seen), weight, state);
    }

    private @Nullable Coordinates known(String region, Loads.@Nullable Seen seen) {
        Coordinates said = seen == null ? null : seen.load().at();
        return said == null ? settings.regions().get(region) : said;
    }

    private Origin origin(ClientPlace client, String askedNode, List<NodeRef> nodes) {
        if (client.at() != null) {
            return new Origin("", client.at());
        }
        String region = client.region();
        for (NodeRef node : nodes) {
            if (region != null && node.region().equals(region)) {
                return new Origin(region, known(region, loads.of(node.uid())));
            }
        }
        if (region != null && settings.regions().get(region) != null) {
            return new Origin(region, settings.regions().get(region));
        }
        return nodes.stream()
                .filter(node -> node.address().equals(askedNode))
                .findFirst()
                .map(node -> new Origin(node.region(), known(node.region(), loads.of(node.uid()))))
                .orElseGet(() -> new Origin("", null));
    }

    private void explain(String what, ScopeKey scope, Origin origin, Decision decision) {
        counters.increment(decision.reason().counter);
        if (decision.farther()) {
            counters.increment(NodeCounter.PLACED_FARTHER);
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} of {} from {}: {}: {}",
                    what,
                    scope.entityId(),
                    origin,
                    decision.node() == null ? "nowhere" : decision.node().address(),
                    decision.text());
        }
    }

    private static HostPort link(NodeRef node) {
        return new HostPort(node.linkHost(), node.linkPort());
    }
}
