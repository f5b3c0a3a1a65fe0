package io.mediascope.bench.placement;

import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.PlacementSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The figures of all policies in the same world, as Markdown. */
public final class PlacementTable {
    private static final List<String> REGIONS = List.of(
            "eu-west",
            "eu-central",
            "eu-north",
            "us-east",
            "us-west",
            "sa-east",
            "ap-south",
            "ap-southeast",
            "ap-northeast",
            "au-southeast");

    private PlacementTable() {}

    /** As docs/benchmarks.md shows it; some minutes. */
    public static void print(PrintWriter out, int nodes, int scopes, int minutes, long seed) {
        out.println(
                "| placed | fullest node by mean, in its region | of all | node time above 0.85 | moves/h, node died |"
                        + " moves/h, load | scopes waited, s/h | km beyond the closest region, mean | p99 |"
                        + " decision p50 | p99 |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Function<World, Policy> policy : policies(seed)) {
            row(out, World.run(plan(nodes, scopes, minutes, seed), policy));
            out.flush();
        }
    }

    static World.Plan plan(int nodes, int scopes, int minutes, long seed) {
        PlacementSettings settings = settings();
        List<Region> regions = REGIONS.stream()
                .map(name -> new Region(
                        name, Objects.requireNonNull(settings.regions().get(name))))
                .toList();
        long settledNs = 600 * World.SECOND_NS;
        return new World.Plan(
                regions,
                nodes,
                scopes,
                60 * World.SECOND_NS,
                settledNs,
                settledNs + minutes * 60L * World.SECOND_NS,
                seed);
    }

    static List<Function<World, Policy>> policies(long seed) {
        PlacementSettings settings = settings();
        List<Function<World, Policy>> policies = new ArrayList<>();
        policies.add(world -> new PlacerPolicy(world, settings, true, seed));
        policies.add(world -> new PlacerPolicy(world, settings, false, seed));
        policies.add(world -> new RandomPolicy(world, true, seed));
        policies.add(world -> new RandomPolicy(world, false, seed));
        policies.add(world -> new ShardPolicy(world, 5_000, true));
        policies.add(world -> new ShardPolicy(world, World.SHARDS, true));
        return policies;
    }

    private static PlacementSettings settings() {
        return NodeSettings.load(Map.of()).placement();
    }

    private static void row(PrintWriter out, Figures.Result r) {
        out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f %% | %.0f | %.0f | %.0f | %.0f | %.0f | %s | %s |%n",
                r.name(),
                r.inRegion(),
                r.overall(),
                r.overloadedPercent(),
                r.lostMovesPerHour(),
                r.loadMovesPerHour(),
                r.waitedSecondsPerHour(),
                r.fartherKm(),
                r.fartherKmP99(),
                micros(r.decisionUs()),
                micros(r.decisionUsP99()));
    }

    private static String micros(double us) {
        return us == 0 ? "-" : String.format(Locale.ROOT, "%.0f us", us);
    }
}
