package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Adapter;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.scope.model.ClientPlace;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Three whole nodes, two in one region; where scopes go is asked as clients ask it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlacementClusterTest {
    @TempDir
    static Path folder;

    private static ClusterKit kit;
    private int asked;

    @BeforeAll
    static void start() {
        kit = ClusterKit.start(
                folder, Map.of("mediascope.resolve.source-burst", "100000"), "eu-west", "eu-west", "us-east");
    }

    @AfterAll
    static void stop() {
        kit.close();
    }

    @Test
    @Order(1)
    void shouldPlaceInTheClientsRegionAndSpreadThere() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(spread(40, ClientPlace.inRegion("us-east"))).containsOnlyKeys(port(2));
            Map<Integer, Integer> europe = spread(40, ClientPlace.UNKNOWN);
            assertThat(europe).containsOnlyKeys(port(0), port(1));
            assertThat(europe.values()).allMatch(count -> count >= 8);
        });
    }

    @Test
    @Order(2)
    void shouldPlaceNothingOnADrainingNode() {
        kit.node(1).takePlacements(false);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(spread(20, ClientPlace.UNKNOWN)).containsOnlyKeys(port(0)));
        kit.node(1).takePlacements(true);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(spread(20, ClientPlace.UNKNOWN)).containsKey(port(1)));
    }

    /** It stays a member; only its load is not heard any more. What its own actors know of it is as good as ever. */
    @Test
    @Order(3)
    void shouldPlaceNothingOnANodeWhoseLoadIsNotHeard() {
        var mute = kit.node(2).system();
        Adapter.toClassic(mute).stop(Adapter.toClassic(DistributedData.get(mute).replicator()));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Map<Integer, Integer> spread = spread(30, ClientPlace.inRegion("us-east"));
            assertThat(spread.getOrDefault(port(2), 0)).isLessThan(30);
            assertThat(spread.keySet()).containsAnyOf(port(0), port(1));
        });
    }

    @Test
    @Order(4)
    void shouldSweepOnOneNodeAndGoOnWhereItLeaves() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sweepers()).containsExactly(kit.node(0)));
        kit.stop(kit.node(0));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sweepers()).containsExactly(kit.node(0)));
    }

    private static List<MediascopeNode> sweepers() {
        return kit.nodes().stream()
                .filter(node -> Adapter.toClassic(node.system())
                        .actorSelection("/system/singletonManagerscope-sweeper/scope-sweeper")
                        .resolveOne(Duration.ofSeconds(1))
                        .handle((found, none) -> found != null)
                        .toCompletableFuture()
                        .join())
                .toList();
    }

    /** Link ports of the nodes that new scopes were given. */
    private Map<Integer, Integer> spread(int scopes, ClientPlace client) throws Exception {
        Map<Integer, Integer> spread = new HashMap<>();
        String app = kit.node(0).firstApplication().orElseThrow().application().id();
        for (int i = 0; i < scopes; i++) {
            ResolveOutcome outcome = kit.node(0)
                    .resolve(new ResolveQuery(
                            app,
                            "scope-" + ++asked,
                            Optional.empty(),
                            List.of(),
                            client,
                            InetAddress.getLoopbackAddress()))
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            spread.merge(((ResolveOutcome.Found) outcome).home().port(), 1, Integer::sum);
        }
        return spread;
    }

    private static int port(int node) {
        return kit.node(node).linkPort();
    }
}
