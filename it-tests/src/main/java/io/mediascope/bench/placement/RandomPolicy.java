package io.mediascope.bench.placement;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any member, or any of the region that is closest to the scope's people. */
final class RandomPolicy implements Policy {
    private final World world;
    private final boolean closest;
    private final Random random;

    RandomPolicy(World world, boolean closest, long seed) {
        this.world = world;
        this.closest = closest;
        this.random = new Random(seed);
    }

    @Override
    public String name() {
        return closest ? "random node of the closest region" : "random node";
    }

    @Override
    public @Nullable SimulatedNode choose(SimulatedScope scope, @Nullable SimulatedNode left, Set<String> excluded) {
        String region = world.closest(scope.where).name();
        List<SimulatedNode> among = world.members().stream()
                .filter(node -> !excluded.contains(node.ref.address()))
                .filter(node -> !closest || node.ref.region().equals(region))
                .toList();
        return among.isEmpty() ? null : among.get(random.nextInt(among.size()));
    }
}
