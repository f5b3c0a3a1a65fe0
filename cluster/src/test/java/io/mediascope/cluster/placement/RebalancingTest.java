package io.mediascope.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.placement.Rebalancing.Leaver;
import io.mediascope.cluster.placement.Rebalancing.Use;
import io.mediascope.cluster.settings.PlacementSettings.Rebalance;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time and loads by hand. */
class RebalancingTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Rebalancing rebalancing =
            new Rebalancing(new Rebalance(0.75, 0.1, 5, Duration.ofSeconds(60)), Duration.ofSeconds(5));
    private long nowNs;

    @Test
    void shouldAskNobodyWhereThereIsRoom() {
        assertThat(rebalancing.choose(load(0.75, 100, false), relays(100), nowNs))
                .isEmpty();
        assertThat(rebalancing.choose(load(0.9, 100, true), relays(100), nowNs)).isEmpty();
        assertThat(rebalancing.choose(load(0.9, 100, false), List.of(), nowNs)).isEmpty();
    }

    @Test
    void shouldAskTheSmallestThatHelpFirst() {
        List<Use> uses = new ArrayList<>(List.of(
                new Use(scope(1), 2, 0),
                new Use(scope(2), 3, 50_000_000),
                new Use(scope(3), 2, 10_000_000),
                new Use(scope(4), 40, 840_000_000)));
        Collections.shuffle(uses, new Random(1));
        pass(1);
        assertThat(scopes(ask(0.9, 4, uses))).containsExactly(scope(3));
        pass(1);
        assertThat(scopes(ask(0.9, 4, uses)))
                .as("the idle one relieves nobody, the largest would be too much anywhere")
                .containsExactly(scope(2));
    }

    @Test
    void shouldAskIdleOnesFirstWhereRelaysAreTooMany() {
        List<Use> uses = List.of(
                new Use(scope(1), 3, 40_000),
                new Use(scope(2), 2, 0),
                new Use(scope(3), 9, 10_000_000),
                new Use(scope(4), 1, 0));
        List<Leaver> first = rebalancing.choose(load(0.8, 800, false), uses, nowNs);
        assertThat(first).hasSize(1);
        assertThat(first.get(0).scope()).isEqualTo(scope(4));
        assertThat(first.get(0).why()).contains("0.80 of the node's relays in use");
    }

    @Test
    void shouldAskNoMoreThanTheRateAllowsAndNoScopeTwiceInAMinute() {
        List<ScopeKey> asked = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            asked.addAll(scopes(ask(0.95, 800, relays(800))));
            assertThat(asked.size()).isLessThanOrEqualTo(5 * second + 1);
            pass(1);
        }
        assertThat(asked).hasSizeGreaterThan(200).doesNotHaveDuplicates();
        pass(60);
        assertThat(asked).containsAll(scopes(ask(0.95, 800, relays(800))));
    }

    @Test
    void shouldStopWhenThoseThatLeaveMakeItLowEnough() {
        List<ScopeKey> asked = new ArrayList<>();
        // 0.8 of which each relay has 0.02: three are enough for 0.75, more than that until 0.70.
        for (int i = 0; i < 4; i++) {
            asked.addAll(scopes(ask(0.8, 40, relays(40))));
            pass(1);
        }
        assertThat(asked).hasSizeBetween(3, 5);
        pass(5);
        assertThat(ask(0.8, 40, relays(40))).as("the load did not fall").isNotEmpty();
    }

    @Test
    void shouldKeepARelayThatNeedsTheWholeNode() {
        List<Use> uses = List.of(new Use(scope(1), 900, 10_000_000_000L));
        pass(1);
        assertThat(ask(0.95, 1, uses)).isEmpty();
    }

    private List<Leaver> ask(double weight, int relays, List<Use> uses) {
        List<Leaver> leavers = rebalancing.choose(load(weight, relays, false), uses, nowNs);
        leavers.forEach(leaver -> rebalancing.asked(leaver, nowNs));
        return leavers;
    }

    private static List<ScopeKey> scopes(List<Leaver> leavers) {
        return leavers.stream().map(Leaver::scope).toList();
    }

    private static List<Use> relays(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Use(scope(i), 2, 1_000_000))
                .toList();
    }

    private static NodeLoad load(double weight, int relays, boolean draining) {
        return new NodeLoad(1, 1, "eu-west", null, draining, relays, 1_000, 0, weight, 0, weight);
    }

    private static ScopeKey scope(int i) {
        return new ScopeKey("app", "scope-" + i);
    }

    private void pass(int seconds) {
        nowNs += seconds * SECOND_NS;
    }
}
