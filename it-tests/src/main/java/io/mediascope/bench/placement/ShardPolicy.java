package io.mediascope.bench.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The node of the actor: shards are spread evenly by their number, and their relays go with them. */
final class ShardPolicy implements Policy {
    private final World world;
    private final int shards;
    private final boolean relaysFollow;
    private final Map<Integer, SimulatedNode> nodes = new HashMap<>();

    /** @param relaysFollow false when only actors are where the shards are */
    ShardPolicy(World world, int shards, boolean relaysFollow) {
        this.world = world;
        this.shards = shards;
        this.relaysFollow = relaysFollow;
    }

    @Override
    public String name() {
        return "with the shard, " + shards + " shards";
    }

    @Override
    public SimulatedNode choose(SimulatedScope scope, @Nullable SimulatedNode left, Set<String> excluded) {
        if (nodes.isEmpty()) {
            membersChanged();
        }
        return actorNode(scope);
    }

    /** Where the scope's actor is. */
    SimulatedNode actorNode(SimulatedScope scope) {
        return nodes.computeIfAbsent(shard(scope), shard -> fewest(counts()));
    }

    private int shard(SimulatedScope scope) {
        return Math.floorMod((scope.key.entityId().hashCode() * 0x9E3779B9) >>> 8, shards);
    }

    /** Shards of nodes that went go to those with the fewest; then those with the fewest get of those with the most. */
    @Override
    public void membersChanged() {
        nodes.values().removeIf(node -> !world.members().contains(node));
        Map<SimulatedNode, Integer> counts = counts();
        for (int shard = 0; shard < shards; shard++) {
            if (!nodes.containsKey(shard)) {
                SimulatedNode to = fewest(counts);
                nodes.put(shard, to);
                counts.merge(to, 1, Integer::sum);
            }
        }
        List<Integer> all = new ArrayList<>(nodes.keySet());
        for (int shard : all) {
            SimulatedNode to = fewest(counts);
            SimulatedNode from = Objects.requireNonNull(nodes.get(shard));
            if (counts.getOrDefault(from, 0) > counts.getOrDefault(to, 0) + 1) {
                counts.merge(from, -1, Integer::sum);
                counts.merge(to, 1, Integer::sum);
                nodes.put(shard, to);
                if (relaysFollow) {
                    follow(shard, from, to);
                }
            }
        }
    }

    private void follow(int shard, SimulatedNode from, SimulatedNode to) {
        for (SimulatedScope scope : List.copyOf(from.scopes.values())) {
            if (shard(scope) == shard) {
                world.move(scope, to);
            }
        }
    }

    private Map<SimulatedNode, Integer> counts() {
        Map<SimulatedNode, Integer> counts = new HashMap<>();
        world.members().forEach(node -> counts.put(node, 0));
        nodes.values().forEach(node -> counts.merge(node, 1, Integer::sum));
        return counts;
    }

    private static SimulatedNode fewest(Map<SimulatedNode, Integer> counts) {
        return counts.entrySet().stream()
                .min(Map.Entry.<SimulatedNode, Integer>comparingByValue()
                        .thenComparing(entry -> entry.getKey().ref.uid(), Comparator.naturalOrder()))
                .orElseThrow()
                .getKey();
    }
}
