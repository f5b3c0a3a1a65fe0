package io.mediascope.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.Coordinates;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time and loads by hand. */
class PlacerTest {
    private static final int CAP = 30;

    private long nowNs;
    private long number;
    private final NodeCounters counters = new NodeCounters();
    private final List<NodeRef> nodes = IntStream.range(1, 4)
            .mapToObj(i -> new NodeRef("node-" + i, i, "eu-west", "127.0.0.1", 7000 + i))
            .toList();
    private final Placer placer = new Placer(
            NodeSettings.load(Map.of(
                            "mediascope.placement.rehomings-per-second",
                            Integer.toString(CAP),
                            "mediascope.placement.expected-weight",
                            "0.01"))
                    .placement(),
            counters,
            new Random(3),
            () -> nowNs);

    @Test
    void shouldPlaceNothingOnANodeThatWasNotHeardForFiveSeconds() {
        loads(0.9, 0.1, 0.1);
        pass(Duration.ofSeconds(4));
        load(1, 0.9, false, 0);
        pass(Duration.ofMillis(1_500));
        assertThat(place(20)).containsOnlyKeys("node-1");
        load(2, 0.1, false, 0);
        assertThat(place(5)).containsOnlyKeys("node-2");
    }

    @Test
    void shouldNotTakeAnOldLoadForANewOne() {
        NodeLoad old = entry(2, 0, false, 0);
        placer.loaded(old);
        pass(Duration.ofSeconds(6));
        load(1, 0.5, false, 0);
        placer.loaded(old);
        assertThat(place(10)).containsOnlyKeys("node-1");
    }

    @Test
    void shouldPlaceNothingOnDrainingAndFullNodes() {
        load(1, 0, true, 0);
        load(2, 0, false, 100);
        load(3, 0.8, false, 0);
        assertThat(place(4)).containsOnlyKeys("node-3");
        assertThat(placer.anyEligible(nodes.subList(0, 2))).isFalse();
        assertThat(placer.anyEligible(nodes)).isTrue();
    }

    @Test
    void shouldCountWhatItPlacedUntilTheLoadShowsIt() {
        loads(0.1, 0.1, 0.1);
        Map<String, Integer> spread = place(60);
        assertThat(spread.values()).allMatch(count -> count >= 15 && count <= 25);
        pass(Duration.ofSeconds(1));
        loads(0.1, 0.3, 0.3);
        // node-1 has 20 that do not show yet: 0.1 + 0.2.
        Map<String, Integer> second = place(30);
        assertThat(second.values()).allMatch(count -> count >= 5);
        pass(Duration.ofSeconds(5));
        loads(0.1, 0.7, 0.7);
        // Two of three pairs have node-1 in them.
        assertThat(place(30).get("node-1")).isBetween(15, 25);
    }

    @Test
    void shouldCapRehomingsOfEachTargetInASecond() {
        loads(0.1, 0.1, 0.1);
        long placed = IntStream.range(0, 200).filter(i -> rehome(i).isPresent()).count();
        // Three placing nodes share 30 per target: 10 for each of three targets.
        assertThat(placed).isEqualTo(CAP);
        assertThat(counters.get(NodeCounter.REHOMINGS_CAPPED)).isPositive();
        assertThat(place(1)).hasSize(1);
        pass(Duration.ofMillis(500));
        assertThat(IntStream.range(0, 200).filter(i -> rehome(i).isPresent()).count())
                .isEqualTo(CAP / 2);
    }

    @Test
    void shouldPassOverNodesThatRefusedAndThoseThatClientsCouldNotReach() {
        loads(0.1, 0.1, 0.1);
        PlaceRequest request = new PlaceRequest(
                scope(1),
                "node-1",
                ClientPlace.UNKNOWN,
                Set.of("node-1"),
                List.of(new HostPort("127.0.0.1", 7002)),
                false);
        for (int i = 0; i < 20; i++) {
            assertThat(placer.place(request, "", nodes).orElseThrow().node()).isEqualTo(nodes.get(2));
        }
        assertThat(placer.place(request, "", nodes.subList(0, 2)).orElseThrow().node())
                .isEqualTo(nodes.get(1));
    }

    @Test
    void shouldFindALighterNodeOfTheSamePlaceOnly() {
        NodeRef virginia = new NodeRef("node-4", 4, "us-east", "127.0.0.1", 7004);
        List<NodeRef> all = List.of(nodes.get(0), nodes.get(1), nodes.get(2), virginia);
        loads(0.9, 0.7, 0.5);
        placer.loaded(new NodeLoad(4, 1, "us-east", null, false, 0, 100, 0, 0.1, 0, 0.1));
        assertThat(lighter(0.1, 0.8, all)).contains(nodes.get(2));
        assertThat(lighter(0.15, 0.8, all)).as("what goes there counts").contains(nodes.get(2));
        assertThat(lighter(0.12, 0.8, all)).isEmpty();
        assertThat(placer.load(nodes.get(0)).orElseThrow().weight()).isEqualTo(0.9);
    }

    private Optional<NodeRef> lighter(double weight, double below, List<NodeRef> all) {
        return placer.lighter(scope(1), nodes.get(0), weight, below, all).map(Placed::node);
    }

    @Test
    void shouldGoWhereTheClientSaysThatItIs() {
        NodeRef virginia = new NodeRef("node-4", 4, "us-east", "127.0.0.1", 7004);
        List<NodeRef> all = List.of(nodes.get(0), virginia);
        load(1, 0.1, false, 0);
        placer.loaded(new NodeLoad(4, 1, "us-east", null, false, 0, 100, 0, 0.5, 0, 0.5));
        assertThat(home(new ClientPlace(null, new Coordinates(40.7, -74)), all)).isEqualTo(virginia);
        assertThat(home(ClientPlace.inRegion("us-east"), all)).isEqualTo(virginia);
        assertThat(home(ClientPlace.inRegion("ca-central"), all)).isEqualTo(virginia);
        assertThat(home(ClientPlace.inRegion("nowhere"), all)).isEqualTo(nodes.get(0));
        assertThat(home(ClientPlace.UNKNOWN, all)).isEqualTo(nodes.get(0));
    }

    @Test
    void shouldHashScopesEvenlyAndMoveOnlyThoseOfANodeThatGoes() {
        loads(0.1, 0.5, 0.8);
        Map<NodeRef, Integer> count = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            NodeRef of = hashed(i, nodes);
            count.merge(of, 1, Integer::sum);
            if (!of.equals(nodes.get(2))) {
                assertThat(hashed(i, nodes.subList(0, 2))).isEqualTo(of);
            }
        }
        assertThat(count.values()).allMatch(c -> c > 850 && c < 1_150);
    }

    private NodeRef hashed(int i, List<NodeRef> among) {
        return placer.hashed(scope(i), "node-1", ClientPlace.UNKNOWN, among).orElseThrow();
    }

    private NodeRef home(ClientPlace client, List<NodeRef> among) {
        return placer.place(new PlaceRequest(scope(1), "node-1", client, Set.of(), List.of(), false), "", among)
                .orElseThrow()
                .node();
    }

    private Map<String, Integer> place(int times) {
        Map<String, Integer> spread = new HashMap<>();
        for (int i = 0; i < times; i++) {
            PlaceRequest request =
                    new PlaceRequest(scope(i), "node-1", ClientPlace.UNKNOWN, Set.of(), List.of(), false);
            spread.merge(placer.place(request, "", nodes).orElseThrow().node().address(), 1, Integer::sum);
        }
        return spread;
    }

    private Optional<Placed> rehome(int i) {
        return placer.place(
                new PlaceRequest(scope(i), "node-1", ClientPlace.UNKNOWN, Set.of(), List.of(), true), "", nodes);
    }

    private static ScopeKey scope(int i) {
        return new ScopeKey("app", "scope-" + i);
    }

    private void loads(double... weights) {
        for (int i = 0; i < weights.length; i++) {
            load(i + 1, weights[i], false, 0);
        }
    }

    private void load(int uid, double weight, boolean draining, int relays) {
        placer.loaded(entry(uid, weight, draining, relays));
    }

    private NodeLoad entry(int uid, double weight, boolean draining, int relays) {
        return new NodeLoad(uid, ++number, "eu-west", null, draining, relays, 100, 0, weight, 0, weight);
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
    }
}
