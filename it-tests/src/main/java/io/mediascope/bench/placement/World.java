package io.mediascope.bench.placement;

import io.mediascope.scope.model.Coordinates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Nodes that come and die, scopes that begin and end, in virtual time; a policy places them. */
final class World {
    static final long SECOND_NS = 1_000_000_000L;
    static final int SHARDS = 120;
    /** The others come after the first. */
    private static final long GROW_NS = 20 * SECOND_NS;
    /** From a node's death until clients have noticed and ask again. */
    private static final long NOTICED_NS = 3 * SECOND_NS;
    /** Until the cluster removes a dead member. */
    private static final long REMOVED_NS = 10 * SECOND_NS;
    /** Until another node stands in for it. */
    private static final long REPLACED_NS = 120 * SECOND_NS;

    private static final long FILL_NS = 200 * SECOND_NS;

    /**
     * @param deathEveryNs a node dies each
     * @param settledNs measuring begins then
     */
    record Plan(
            List<Region> regions, int nodes, int scopes, long deathEveryNs, long settledNs, long endNs, long seed) {}

    private record Event(long atNs, long number, Runnable what) {}

    private final Plan plan;
    private final Population population;
    private final Random random;
    private final Policy policy;
    private final Figures figures = new Figures();
    private final List<SimulatedNode> members = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::number));
    private long eventNumber;
    private int uids;
    private long nowNs;

    private World(Plan plan, Function<World, Policy> policy) {
        this.plan = plan;
        this.population = new Population(plan.regions(), plan.seed());
        this.random = new Random(plan.seed() + 1);
        for (int i = 0; i < plan.nodes(); i++) {
            members.add(node(plan.regions().get(i % plan.regions().size())));
        }
        this.policy = policy.apply(this);
    }

    /** The same world for each policy. */
    static Figures.Result run(Plan plan, Function<World, Policy> policy) {
        World world = new World(plan, policy);
        world.policy.membersChanged();
        for (int i = 0; i < plan.scopes(); i++) {
            world.at(world.random.nextLong(FILL_NS), () -> world.begin(world.population.lives(world.nowNs)));
        }
        world.at(FILL_NS, world::arrive);
        world.at(plan.deathEveryNs(), world::kill);
        world.at(0, world::second);
        world.at(plan.settledNs(), () -> world.figures.start(world.nowNs));
        while (world.nowNs < plan.endNs()) {
            Event next = Objects.requireNonNull(world.events.poll());
            world.nowNs = next.atNs();
            next.what().run();
        }
        return world.figures.result(world.policy.name(), world.nowNs);
    }

    long nowNs() {
        return nowNs;
    }

    Figures figures() {
        return figures;
    }

    /** Those that the cluster counts as members: a dead one is one until it is removed. */
    List<SimulatedNode> members() {
        return Collections.unmodifiableList(members);
    }

    Region closest(Coordinates where) {
        return Collections.min(plan.regions(), Comparator.comparingDouble(region -> where.distanceKm(region.at())));
    }

    /** A running scope goes to another node. */
    void move(@Nullable SimulatedScope scope, SimulatedNode to) {
        if (scope != null && !scope.over) {
            figures.moved(false);
            scope.moveTo(to);
        }
    }

    private SimulatedNode node(Region region) {
        SimulatedNode node = new SimulatedNode(++uids, region);
        node.say(nowNs);
        return node;
    }

    private void second() {
        members.stream().filter(node -> node.alive).forEach(node -> node.say(nowNs));
        policy.tick();
        if (nowNs >= plan.settledNs() && nowNs / SECOND_NS % 10 == 0) {
            figures.look(members);
        }
        after(SECOND_NS, this::second);
    }

    private void arrive() {
        begin(population.begins(nowNs));
        after(population.pauseNs(plan.scopes()), this::arrive);
    }

    private void begin(SimulatedScope scope) {
        place(scope, null, new HashSet<>());
        after(Math.min(GROW_NS, scope.lifeNs), () -> scope.changeBps(scope.fullBps));
        after(scope.lifeNs, () -> {
            scope.over = true;
            scope.moveTo(null);
        });
    }

    private void place(SimulatedScope scope, @Nullable SimulatedNode left, Set<String> excluded) {
        if (scope.over) {
            return;
        }
        SimulatedNode to = policy.choose(scope, left, excluded);
        if (to == null) {
            figures.waited();
            after(SECOND_NS, () -> place(scope, left, new HashSet<>()));
        } else if (!to.alive) {
            figures.waited();
            excluded.add(to.ref.address());
            after(SECOND_NS, () -> place(scope, left, excluded));
        } else {
            scope.moveTo(to);
            if (left == null) {
                figures.began(scope.where.distanceKm(to.at)
                        - scope.where.distanceKm(closest(scope.where).at()));
            } else {
                figures.moved(true);
            }
        }
    }

    private void kill() {
        SimulatedNode dying = members.get(random.nextInt(members.size()));
        if (dying.alive) {
            dying.alive = false;
            for (SimulatedScope scope : List.copyOf(dying.scopes.values())) {
                scope.moveTo(null);
                after(random.nextLong(NOTICED_NS), () -> place(scope, dying, new HashSet<>()));
            }
            Region region = plan.regions().stream()
                    .filter(r -> r.name().equals(dying.ref.region()))
                    .findFirst()
                    .orElseThrow();
            after(REMOVED_NS, () -> {
                members.remove(dying);
                policy.membersChanged();
            });
            after(REPLACED_NS, () -> {
                members.add(node(region));
                policy.membersChanged();
            });
        }
        after(plan.deathEveryNs(), this::kill);
    }

    private void at(long atNs, Runnable what) {
        events.add(new Event(atNs, eventNumber++, what));
    }

    private void after(long ns, Runnable what) {
        at(nowNs + ns, what);
    }
}
