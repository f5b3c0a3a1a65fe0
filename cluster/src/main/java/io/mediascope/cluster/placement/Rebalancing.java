package io.mediascope.cluster.placement;

import io.mediascope.cluster.settings.PlacementSettings.Rebalance;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which relays leave a node that has too much to do: idle and small ones first, so that as few people as possible notice. What was asked
 * to leave counts as gone until the measured load shows it. Used by one thread, time by hand.
 */
public final class Rebalancing {
    /** Below {@code above} by so much, a node has little enough to do: else it would be back above at once. */
    private static final double MARGIN = 0.05;
    /** A relay that needs less than this relieves nobody. */
    private static final double WORTH_IT = 0.0002;

    private static final double SECOND_NS = 1e9;

    /**
     * What a relay needs.
     *
     * @param bitrateBps that it forwards, each receiver counted
     */
    public record Use(ScopeKey scope, int participants, long bitrateBps) {}

    /**
     * A relay that should leave.
     *
     * @param weight the share of the node that it needs
     * @param below what another node may have in use with it
     * @param why in words
     */
    public record Leaver(ScopeKey scope, double weight, double below, String why) {}

    private record Asked(double weight, long atNs) {}

    private final Rebalance settings;
    private final long settleNs;
    private final Map<ScopeKey, Long> lastAsked = new LinkedHashMap<>();
    private final Deque<Asked> leaving = new ArrayDeque<>();
    private double tokens;
    private long tokensNs;
    private boolean started;

    /** @param settleTime how long a move takes until the load shows it */
    public Rebalancing(Rebalance settings, Duration settleTime) {
        this.settings = settings;
        this.settleNs = settleTime.toNanos();
    }

    /** Whether {@link #choose} would find any. */
    public boolean overloaded(NodeLoad own, long nowNs) {
        forget(nowNs);
        return settings.movesPerSecond() > 0 && !own.draining() && own.weight() - leavingWeight() > settings.above();
    }

    /** Those that should leave now, in this order; whoever does is to be {@link #asked}. */
    public List<Leaver> choose(NodeLoad own, List<Use> uses, long nowNs) {
        if (!overloaded(own, nowNs)) {
            return List.of();
        }
        refill(nowNs);
        double goal = own.weight() - leavingWeight() - (settings.above() - MARGIN);
        Weights weights = Weights.of(own, uses);
        List<Leaver> chosen = new ArrayList<>();
        for (Use use : sorted(uses)) {
            if (goal < WORTH_IT || chosen.size() + 1 > tokens) {
                break;
            }
            double weight = weights.of(use);
            boolean rests = lastAsked.containsKey(use.scope());
            double below = own.weight() - settings.gap();
            if (!rests && weight >= WORTH_IT && weight < below) {
                chosen.add(new Leaver(use.scope(), weight, below, weights.why(own)));
                goal -= weight;
            }
        }
        return chosen;
    }

    /** One was told to leave. */
    public void asked(Leaver leaver, long nowNs) {
        tokens--;
        lastAsked.put(leaver.scope(), nowNs);
        leaving.add(new Asked(leaver.weight(), nowNs));
    }

    private static List<Use> sorted(List<Use> uses) {
        return uses.stream()
                .sorted(Comparator.comparingLong(Use::bitrateBps)
                        .thenComparingInt(Use::participants)
                        .thenComparing(use -> use.scope().entityId()))
                .toList();
    }

    private double leavingWeight() {
        return leaving.stream().mapToDouble(Asked::weight).sum();
    }

    private void forget(long nowNs) {
        long pauseNs = settings.scopePause().toNanos();
        lastAsked.values().removeIf(atNs -> nowNs - atNs >= pauseNs);
        leaving.removeIf(asked -> nowNs - asked.atNs() >= settleNs);
    }

    private void refill(long nowNs) {
        double gained = started ? (nowNs - tokensNs) / SECOND_NS * settings.movesPerSecond() : 1;
        tokens = Math.min(settings.movesPerSecond(), tokens + gained);
        tokensNs = nowNs;
        started = true;
    }

    /**
     * What relays need of that of which most is in use: of processor and network by their bitrate, of the number of relays one each.
     */
    private record Weights(boolean byBitrate, double perRelay, double perBps) {
        static Weights of(NodeLoad own, List<Use> uses) {
            double perRelay = 1.0 / own.maxRelays();
            long bps = Math.max(
                    own.bitrateBps(), uses.stream().mapToLong(Use::bitrateBps).sum());
            boolean byBitrate = own.relays() * perRelay < own.weight();
            return new Weights(byBitrate, perRelay, bps == 0 ? 0 : own.weight() / bps);
        }

        double of(Use use) {
            return byBitrate ? use.bitrateBps() * perBps : perRelay;
        }

        String why(NodeLoad own) {
            String what =
                    !byBitrate ? "relays" : own.busyFraction() >= own.weight() ? "a relay loop's time" : "network";
            return String.format(Locale.ROOT, "too much load: %.2f of the node's %s in use", own.weight(), what);
        }
    }
}
