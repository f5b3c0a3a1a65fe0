package io.mediascope.cluster.placement;

import io.mediascope.cluster.placement.Candidate.State;
import io.mediascope.cluster.placement.Decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The closest region that has a free node, there the less loaded of two random ones. The actor's own node is avoided, so that no
 * single death takes both halves of a scope, but never for a farther region. Pure but for {@code random}.
 */
public final class PlacementStrategy {
    /** Distances closer together than this are one place. */
    static final double SAME_PLACE_KM = 1;

    private final double ownNodePenalty;

    /** @param ownNodePenalty by how much fuller others must be before the actor's own node is taken */
    public PlacementStrategy(double ownNodePenalty) {
        this.ownNodePenalty = ownNodePenalty;
    }

    /** @param own address of the node that the scope's actor runs on */
    public Decision choose(Origin origin, String own, List<Candidate> candidates, RandomGenerator random) {
        double[] km = distancesKm(origin, candidates);
        double closestKm = closest(km, candidates, null);
        Decision free = among(State.FREE, closestKm, km, own, candidates, random);
        return free.node() != null ? free : among(State.CROWDED, closestKm, km, own, candidates, random);
    }

    /** The eligible nodes of the closest region that has any. */
    static List<Candidate> eligible(Origin origin, List<Candidate> candidates) {
        double[] km = distancesKm(origin, candidates);
        List<Candidate> free = pool(State.FREE, closest(km, candidates, State.FREE), km, candidates);
        return free.isEmpty() ? pool(State.CROWDED, closest(km, candidates, State.CROWDED), km, candidates) : free;
    }

    private Decision among(
            State state,
            double closestKm,
            double[] km,
            String own,
            List<Candidate> candidates,
            RandomGenerator random) {
        double distanceKm = closest(km, candidates, state);
        List<Candidate> pool = pool(state, distanceKm, km, candidates);
        if (pool.isEmpty()) {
            return new Decision(null, Reason.NONE, false, "none of " + candidates.size() + " nodes may take it");
        }
        boolean farther = distanceKm > closestKm + SAME_PLACE_KM;
        Decision decision = betterOfTwo(pool, own, farther, random);
        return state == State.FREE
                ? decision
                : new Decision(decision.node(), Reason.CROWDED, farther, "no node is free; " + decision.text());
    }

    private Decision betterOfTwo(List<Candidate> pool, String own, boolean farther, RandomGenerator random) {
        int ownIndex = indexOf(own, pool);
        int others = ownIndex < 0 ? pool.size() : pool.size() - 1;
        if (others == 0) {
            return decided(pool.get(0), Reason.ONLY_NODE, farther, "the only node");
        }
        int first = random.nextInt(others);
        int second = others == 1 ? first : (first + 1 + random.nextInt(others - 1)) % others;
        Candidate a = pool.get(skip(first, ownIndex));
        Candidate b = pool.get(skip(second, ownIndex));
        boolean firstFuller = b.weight() < a.weight();
        Candidate better = firstFuller ? b : a;
        Candidate worse = firstFuller ? a : b;
        if (ownIndex >= 0 && pool.get(ownIndex).weight() + ownNodePenalty < better.weight()) {
            return decided(pool.get(ownIndex), Reason.OWN_NODE, farther, "own node, others are fuller");
        }
        return others == 1
                ? decided(better, Reason.ONLY_NODE, farther, "the only node beside the actor's")
                : decided(
                        better,
                        Reason.BETTER_OF_TWO,
                        farther,
                        String.format(Locale.ROOT, "better of two of %d, other %.3f", others, worse.weight()));
    }

    private static Decision decided(Candidate taken, Reason reason, boolean farther, String text) {
        String where = String.format(
                Locale.ROOT,
                "%s in %s%s, load %.3f",
                text,
                taken.node().region(),
                farther ? " (closer regions have no room)" : "",
                taken.weight());
        return new Decision(taken.node(), reason, farther, where);
    }

    private static int skip(int index, int ownIndex) {
        return ownIndex >= 0 && index >= ownIndex ? index + 1 : index;
    }

    private static int indexOf(String address, List<Candidate> pool) {
        for (int i = 0; i < pool.size(); i++) {
            if (pool.get(i).node().address().equals(address)) {
                return i;
            }
        }
        return -1;
    }

    private static double[] distancesKm(Origin origin, List<Candidate> candidates) {
        double[] km = new double[candidates.size()];
        for (int i = 0; i < km.length; i++) {
            km[i] = origin.distanceKm(candidates.get(i));
        }
        return km;
    }

    private static double closest(double[] km, List<Candidate> candidates, @Nullable State state) {
        double closestKm = Double.POSITIVE_INFINITY;
        for (int i = 0; i < km.length; i++) {
            if (state == null || candidates.get(i).state() == state) {
                closestKm = Math.min(closestKm, km[i]);
            }
        }
        return closestKm;
    }

    private static List<Candidate> pool(State state, double distanceKm, double[] km, List<Candidate> candidates) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < km.length; i++) {
            if (candidates.get(i).state() == state && km[i] <= distanceKm + SAME_PLACE_KM) {
                pool.add(candidates.get(i));
            }
        }
        return pool;
    }
}
