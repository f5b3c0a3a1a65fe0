package io.mediascope.bench.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A small version of {@code ./mediascope bench placement}: 60 nodes, 6,000 scopes, 15 virtual minutes in which 15 nodes die. */
class PlacementSimulationTest {
    private static final long SEED = 7;
    private static final World.Plan PLAN = PlacementTable.plan(60, 6_000, 15, SEED);

    private static Figures.Result ours;
    private static Figures.Result randomInRegion;
    private static Figures.Result random;
    private static Figures.Result withShard;

    @BeforeAll
    static void run() {
        List<Figures.Result> results = PlacementTable.policies(SEED).stream()
                .map(policy -> World.run(PLAN, policy))
                .toList();
        ours = results.get(0);
        randomInRegion = results.get(2);
        random = results.get(3);
        withShard = results.get(4);
    }

    @Test
    void shouldSpreadLoadBetterThanChance() {
        assertThat(ours.inRegion()).isLessThan(randomInRegion.inRegion());
        assertThat(ours.overloadedPercent()).isLessThanOrEqualTo(randomInRegion.overloadedPercent());
        assertThat(ours.overall()).isLessThan(random.overall());
    }

    @Test
    void shouldTakeMediaToTheClosestRegion() {
        assertThat(ours.fartherKm()).isLessThan(50);
        assertThat(random.fartherKm()).isGreaterThan(3_000);
        assertThat(withShard.fartherKm()).isGreaterThan(3_000);
    }

    @Test
    void shouldMoveNoMoreThanDeathsAndLoadAskFor() {
        assertThat(ours.lostMovesPerHour()).isPositive();
        assertThat(ours.loadMovesPerHour()).isLessThan(withShard.loadMovesPerHour());
    }

    @Test
    void shouldSayTheSameAgain() {
        Figures.Result again = World.run(PLAN, PlacementTable.policies(SEED).get(0));
        assertThat(again.inRegion()).isEqualTo(ours.inRegion());
        assertThat(again.lostMovesPerHour()).isEqualTo(ours.lostMovesPerHour());
        assertThat(again.loadMovesPerHour()).isEqualTo(ours.loadMovesPerHour());
        assertThat(again.fartherKm()).isEqualTo(ours.fartherKm());
    }
}
