package io.mediascope.bench.placement;

import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.placement.Placer;
import io.mediascope.cluster.placement.Rebalancing;
import io.mediascope.cluster.settings.PlacementSettings;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What nodes run: a {@link Placer} on each, which knows of the others only what they said a second ago, asked by the actors of that
 * node; and on each a {@link Rebalancing}.
 */
final class PlacerPolicy implements Policy {
    /** A node's own half of it. */
    private static final class Brain {
        final Placer placer;
        final Rebalancing rebalancing;

        Brain(Placer placer, Rebalancing rebalancing) {
            this.placer = placer;
            this.rebalancing = rebalancing;
        }
    }

    private final World world;
    private final PlacementSettings settings;
    private final ShardPolicy actors;
    private final boolean rebalanced;
    private final Random random;
    private final NodeCounters counters = new NodeCounters();
    private final Map<SimulatedNode, Brain> brains = new HashMap<>();
    private final List<NodeRef> refs = new ArrayList<>();
    private final Map<NodeRef, SimulatedNode> byRef = new HashMap<>();
    private long clockNs;

    PlacerPolicy(World world, PlacementSettings settings, boolean rebalanced, long seed) {
        this.world = world;
        this.settings = settings;
        this.actors = new ShardPolicy(world, World.SHARDS, false);
        this.rebalanced = rebalanced;
        this.random = new Random(seed);
    }

    @Override
    public String name() {
        return rebalanced ? "Mediascope" : "Mediascope, never rebalanced";
    }

    @Override
    public @Nullable SimulatedNode choose(SimulatedScope scope, @Nullable SimulatedNode left, Set<String> excluded) {
        SimulatedNode actor = actors.actorNode(scope);
        Placer placer = informed(actor);
        ClientPlace client =
                left == null ? new ClientPlace(null, scope.where) : ClientPlace.inRegion(left.ref.region());
        PlaceRequest request = new PlaceRequest(
                scope.key, left == null ? "" : left.ref.address(), client, excluded, List.of(), left != null);
        long before = System.nanoTime();
        Optional<Placed> placed = placer.place(request, actor.ref.address(), refs);
        world.figures().decided(System.nanoTime() - before);
        return placed.map(p -> byRef.get(p.node())).orElse(null);
    }

    @Override
    public void tick() {
        if (rebalanced) {
            world.members().stream()
                    .filter(node ->
                            node.alive && node.load() > settings.rebalance().above())
                    .forEach(this::relieve);
        }
        clockNs = world.nowNs();
        if (clockNs / World.SECOND_NS % 60 == 0) {
            brains.values().forEach(brain -> brain.placer.forgetGone());
        }
    }

    private void relieve(SimulatedNode node) {
        Placer placer = informed(node);
        Rebalancing rebalancing = brain(node).rebalancing;
        List<Rebalancing.Use> uses =
                node.scopes.values().stream().map(SimulatedScope::use).toList();
        placer.load(node.ref).ifPresent(own -> {
            for (Rebalancing.Leaver leaver : rebalancing.choose(own, uses, clockNs)) {
                placer.lighter(leaver.scope(), node.ref, leaver.weight(), leaver.below(), refs)
                        .ifPresent(to -> {
                            rebalancing.asked(leaver, clockNs);
                            SimulatedNode target = byRef.get(to.node());
                            if (target != null && target.alive) {
                                world.move(node.scopes.get(leaver.scope()), target);
                            }
                        });
            }
        });
    }

    @Override
    public void membersChanged() {
        actors.membersChanged();
        refs.clear();
        byRef.clear();
        world.members().forEach(node -> {
            refs.add(node.ref);
            byRef.put(node.ref, node);
        });
        brains.keySet().retainAll(world.members());
    }

    /** With what it has heard until now, at the times when that arrived. */
    private Placer informed(SimulatedNode node) {
        if (refs.isEmpty()) {
            membersChanged();
        }
        Placer placer = brain(node).placer;
        for (SimulatedNode other : world.members()) {
            if (other.said != null) {
                clockNs = other.saidNs;
                placer.loaded(other.said);
            }
        }
        clockNs = world.nowNs();
        return placer;
    }

    private Brain brain(SimulatedNode node) {
        return brains.computeIfAbsent(
                node,
                n -> new Brain(
                        new Placer(settings, counters, random, () -> clockNs),
                        new Rebalancing(
                                settings.rebalance(), settings.settleTime().plus(Duration.ofSeconds(1)))));
    }
}
