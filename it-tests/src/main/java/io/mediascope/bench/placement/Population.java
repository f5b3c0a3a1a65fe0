package io.mediascope.bench.placement;

import io.mediascope.scope.model.Coordinates;
import java.util.List;
import java.util.Random;

/**
 * What scopes are like: most have two or three people and last minutes, a few have hundreds or last hours. By a seed, and the same
 * whoever places them.
 */
final class Population {
    private static final double SECOND_NS = 1e9;
    private static final double MEDIAN_SECONDS = 900;
    private static final double SIGMA = 1.2;
    private static final double LONGEST_SECONDS = 8 * 3600;
    private static final int LARGEST = 500;
    /** Streams that one receives at most. */
    private static final int STREAMS = 16;

    private static final double DAY_NS = 86_400e9;

    private final List<Region> regions;
    private final Random random;
    private long number;

    Population(List<Region> regions, long seed) {
        this.regions = regions;
        this.random = new Random(seed);
    }

    /** The mean of a log-normal distribution; that few are cut off changes little. */
    static double meanSeconds() {
        return MEDIAN_SECONDS * Math.exp(SIGMA * SIGMA / 2);
    }

    SimulatedScope begins(long nowNs) {
        return scope(nowNs, seconds(Math.log(MEDIAN_SECONDS)));
    }

    /** One that lives already: long ones are met more often, and a part of their time is over. */
    SimulatedScope lives(long nowNs) {
        return scope(nowNs, seconds(Math.log(MEDIAN_SECONDS) + SIGMA * SIGMA) * random.nextDouble());
    }

    /** Until the next one begins where {@code living} live. */
    long pauseNs(int living) {
        return (long) (-Math.log(1 - random.nextDouble()) * meanSeconds() / living * SECOND_NS);
    }

    private double seconds(double mu) {
        return Math.min(LONGEST_SECONDS, Math.exp(mu + SIGMA * random.nextGaussian()));
    }

    private SimulatedScope scope(long nowNs, double seconds) {
        int participants = participants();
        return new SimulatedScope(
                ++number, participants, bps(participants), where(nowNs), (long) (seconds * SECOND_NS));
    }

    private int participants() {
        double u = random.nextDouble();
        if (u < 0.55) {
            return 2;
        } else if (u < 0.75) {
            return 3;
        } else if (u < 0.85) {
            return 4;
        } else if (u < 0.95) {
            return 5 + random.nextInt(4);
        }
        // Pareto
        return (int) Math.min(LARGEST, 9 * Math.pow(1 - random.nextDouble(), -1 / 1.3));
    }

    /** Two mostly talk past the node; in large scopes people are shown smaller. */
    private long bps(int participants) {
        if (participants == 2 && random.nextDouble() < 0.7) {
            return 0;
        }
        long perStream = participants <= 8 ? 400_000 : 200_000;
        return (long) participants * Math.min(participants - 1, STREAMS) * perStream;
    }

    /** Around a region's place; each region has its busy hours. */
    private Coordinates where(long nowNs) {
        Region region;
        int index;
        do {
            index = random.nextInt(regions.size());
            region = regions.get(index);
        } while (random.nextDouble()
                > 0.8 + 0.2 * Math.sin(2 * Math.PI * (nowNs / DAY_NS * 6 + (double) index / regions.size())));
        double latitude = region.at().latitude() + 4 * random.nextGaussian();
        double longitude = region.at().longitude() + 6 * random.nextGaussian();
        return new Coordinates(Math.max(-90, Math.min(90, latitude)), Math.max(-180, Math.min(180, longitude)));
    }
}
