package io.mediascope.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.placement.Candidate.State;
import io.mediascope.cluster.placement.Decision.Reason;
import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.NodeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementStrategyTest {
    private static final Coordinates FRANKFURT = new Coordinates(50.1, 8.7);
    private static final Coordinates DUBLIN = new Coordinates(53.3, -6.3);
    private static final Coordinates VIRGINIA = new Coordinates(39.0, -77.5);
    private static final Origin PARIS = new Origin("", new Coordinates(48.9, 2.4));

    private final Random random = new Random(7);
    private final PlacementStrategy strategy = new PlacementStrategy(0.25);

    @Test
    void shouldMeasureDistances() {
        assertThat(FRANKFURT.distanceKm(DUBLIN)).isBetween(1_050.0, 1_100.0);
        assertThat(new Coordinates(0, 179).distanceKm(new Coordinates(0, -179))).isBetween(222.0, 223.0);
    }

    @Test
    void shouldTakeTheClosestRegionThatHasRoom() {
        Candidate near = candidate(1, "eu-central", FRANKFURT, 0.5, State.FREE);
        Candidate nearFull = candidate(1, "eu-central", FRANKFURT, 0.5, State.FULL);
        Candidate middle = candidate(2, "eu-west", DUBLIN, 0.1, State.FREE);
        Candidate far = candidate(3, "us-east", VIRGINIA, 0, State.FREE);
        assertThat(choose("", near, middle, far).node()).isEqualTo(near.node());
        Decision second = choose("", nearFull, middle, far);
        assertThat(second.node()).isEqualTo(middle.node());
        assertThat(second.farther()).isTrue();
        assertThat(second.text()).contains("eu-west").contains("closer regions");
    }

    @Test
    void shouldTakeTheLessLoadedOfTwo() {
        Candidate idle = candidate(1, "eu-west", DUBLIN, 0.1, State.FREE);
        Candidate busy = candidate(2, "eu-west", DUBLIN, 0.2, State.FREE);
        Decision decision = choose("", idle, busy);
        assertThat(decision.node()).isEqualTo(idle.node());
        assertThat(decision.reason()).isEqualTo(Reason.BETTER_OF_TWO);
    }

    @Test
    void shouldAvoidTheActorsNodeButNotForAFartherRegion() {
        Candidate own = candidate(1, "eu-west", DUBLIN, 0.1, State.FREE);
        Candidate other = candidate(2, "eu-west", DUBLIN, 0.3, State.FREE);
        Candidate muchFuller = candidate(2, "eu-west", DUBLIN, 0.4, State.FREE);
        Candidate far = candidate(3, "us-east", VIRGINIA, 0, State.FREE);
        String ownAddress = own.node().address();
        assertThat(choose(ownAddress, own, other, far).node()).isEqualTo(other.node());
        assertThat(choose(ownAddress, own, far).node()).isEqualTo(own.node());
        Decision relieved = choose(ownAddress, own, muchFuller, far);
        assertThat(relieved.node()).isEqualTo(own.node());
        assertThat(relieved.reason()).isEqualTo(Reason.OWN_NODE);
    }

    @Test
    void shouldTakeACrowdedNodeOnlyWhereNoneIsFree() {
        Candidate crowded = candidate(1, "eu-central", FRANKFURT, 0.9, State.CROWDED);
        Candidate far = candidate(3, "us-east", VIRGINIA, 0, State.FREE);
        assertThat(choose("", crowded, far).node()).isEqualTo(far.node());
        assertThat(choose("", crowded).reason()).isEqualTo(Reason.CROWDED);
        assertThat(choose("").reason()).isEqualTo(Reason.NONE);
    }

    @Test
    void shouldStayInItsRegionWhenNobodyKnowsWhereItIs() {
        Candidate here = candidate(1, "local", null, 0.8, State.FREE);
        Candidate there = candidate(2, "eu-west", DUBLIN, 0, State.FREE);
        Origin local = new Origin("local", null);
        assertThat(strategy.choose(local, "", List.of(here, there), random).node())
                .isEqualTo(here.node());
        assertThat(strategy.choose(local, "", List.of(there), random).node()).isEqualTo(there.node());
    }

    /** Whatever the nodes: what is chosen may be taken, and nothing of its kind is closer. */
    @Test
    void shouldNeverChooseWhatMayNotBeTakenNorPassACloserFreeNode() {
        for (int run = 0; run < 5_000; run++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < random.nextInt(9); i++) {
                int region = random.nextInt(3);
                candidates.add(candidate(
                        i,
                        List.of("eu-central", "eu-west", "us-east").get(region),
                        List.of(FRANKFURT, DUBLIN, VIRGINIA).get(region),
                        random.nextDouble(),
                        State.values()[random.nextInt(State.values().length)]));
            }
            Decision decision = strategy.choose(PARIS, "node-" + random.nextInt(9), candidates, random);
            check(decision, candidates);
        }
    }

    private static void check(Decision decision, List<Candidate> candidates) {
        List<Candidate> free =
                candidates.stream().filter(c -> c.state() == State.FREE).toList();
        List<Candidate> takeable = free.isEmpty()
                ? candidates.stream().filter(c -> c.state() == State.CROWDED).toList()
                : free;
        if (takeable.isEmpty()) {
            assertThat(decision.node()).isNull();
            return;
        }
        NodeRef node = Objects.requireNonNull(decision.node());
        Candidate taken =
                takeable.stream().filter(c -> c.node().equals(node)).findFirst().orElseThrow();
        assertThat(takeable).allMatch(c -> PARIS.distanceKm(taken) <= PARIS.distanceKm(c));
    }

    private Decision choose(String own, Candidate... candidates) {
        return strategy.choose(PARIS, own, List.of(candidates), random);
    }

    private static Candidate candidate(
            int number, String region, @Nullable Coordinates at, double weight, State state) {
        return new Candidate(
                new NodeRef("node-" + number, number, region, "127.0.0.1", 7000 + number), at, weight, state);
    }
}
