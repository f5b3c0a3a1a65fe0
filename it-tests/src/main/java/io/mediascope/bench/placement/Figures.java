package io.mediascope.bench.placement;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is measured of one policy, from a time on when the cluster is full. */
final class Figures {
    private final Samples inRegion = new Samples();
    private final Samples overall = new Samples();
    private final Samples farther = new Samples();
    private final Samples decisions = new Samples();
    private boolean measuring;
    private long lostMoves;
    private long loadMoves;
    private long waited;
    private long overloaded;
    private long samples;
    private long startNs;

    void start(long nowNs) {
        measuring = true;
        startNs = nowNs;
    }

    void decided(long ns) {
        if (measuring) {
            decisions.add(ns / 1000.0);
        }
    }

    /** A scope begins, by so many kilometres farther from its people than the closest region. */
    void began(double km) {
        if (measuring) {
            farther.add(km);
        }
    }

    void moved(boolean lost) {
        if (measuring && lost) {
            lostMoves++;
        } else if (measuring) {
            loadMoves++;
        }
    }

    /** A scope has no node for a second more: none may take it, or it was given one that is dead. */
    void waited() {
        waited += measuring ? 1 : 0;
    }

    void look(Collection<SimulatedNode> members) {
        List<SimulatedNode> alive = members.stream().filter(node -> node.alive).toList();
        Map<String, List<SimulatedNode>> regions =
                alive.stream().collect(Collectors.groupingBy(node -> node.ref.region()));
        regions.values().forEach(region -> inRegion.add(maxByMean(region)));
        overall.add(maxByMean(alive));
        samples += alive.size();
        overloaded += alive.stream().filter(node -> node.load() > 0.85).count();
    }

    private static double maxByMean(List<SimulatedNode> nodes) {
        double max = nodes.stream().mapToDouble(SimulatedNode::load).max().orElse(0);
        double mean = nodes.stream().mapToDouble(SimulatedNode::load).average().orElse(1);
        return mean == 0 ? 1 : max / mean;
    }

    /** All that is needed for one row. */
    Result result(String name, long nowNs) {
        double hours = (nowNs - startNs) / (3600.0 * World.SECOND_NS);
        return new Result(
                name,
                inRegion.mean(),
                overall.mean(),
                100.0 * overloaded / Math.max(1, samples),
                lostMoves / hours,
                loadMoves / hours,
                waited / hours,
                farther.mean(),
                farther.quantile(0.99),
                decisions.quantile(0.5),
                decisions.quantile(0.99));
    }

    /**
     * @param inRegion the fullest node of a region by its mean; the mean over regions and time
     * @param overloadedPercent of nodes times time above 0.85
     * @param lostMovesPerHour because a node died
     * @param waitedSecondsPerHour that all scopes together had no node after it was asked for
     * @param fartherKm beyond the closest region, the mean over scopes
     * @param decisionUs of this machine; 0 where nothing decides
     */
    record Result(
            String name,
            double inRegion,
            double overall,
            double overloadedPercent,
            double lostMovesPerHour,
            double loadMovesPerHour,
            double waitedSecondsPerHour,
            double fartherKm,
            double fartherKmP99,
            double decisionUs,
            double decisionUsP99) {}
}
