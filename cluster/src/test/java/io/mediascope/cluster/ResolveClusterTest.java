package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.ClusterShardingQuery;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.Envelope;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three whole nodes in one region, asked for scopes as many clients ask. */
class ResolveClusterTest {
    private static final int CLIENTS = 30;
    private static final int FLOOD = 3_000;
    private static final int BURST = 20;

    @TempDir
    static Path folder;

    private static ClusterKit kit;
    private static String app;

    @BeforeAll
    static void start() throws Exception {
        kit = ClusterKit.start(
                folder,
                Map.of(
                        "mediascope.resolve.source-burst",
                        Integer.toString(BURST),
                        "mediascope.resolve.source-per-second",
                        "1"),
                "eu-west",
                "eu-west",
                "eu-west");
        app = kit.node(0).firstApplication().orElseThrow().application().id();
        InetAddress source = InetAddress.getByName("198.51.100.8");
        // Until each node has heard the load of each.
        for (MediascopeNode node : kit.nodes()) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(flood(List.of(node), "first-", 60, source))
                            .hasSize(3));
        }
    }

    @AfterAll
    static void stop() {
        kit.close();
    }

    @Test
    void shouldSendAllClientsOfAScopeToOneNodeWhomeverTheyAsk() throws Exception {
        for (int scope = 0; scope < 10; scope++) {
            ScopeKey key = new ScopeKey(app, "same-" + scope);
            List<HostPort> homes = askAll(key, List.of());
            assertThat(homes).hasSize(CLIENTS).allMatch(homes.get(0)::equals);
        }
    }

    @Test
    void shouldLeaveAnUnreachableNodeOnceHoweverManyAsk() throws Exception {
        ScopeKey key = new ScopeKey(app, "unreachable");
        HostPort home = askAll(key, List.of()).get(0);
        List<TestLink> links = join(key, home);
        try {
            List<HostPort> told = askAll(key, List.of(home));
            // One alone is sent to the node that says it is well; from the second one on they are believed.
            assertThat(told).filteredOn(home::equals).hasSizeLessThanOrEqualTo(1);
            List<HostPort> next =
                    told.stream().filter(node -> !node.equals(home)).distinct().toList();
            assertThat(next).hasSize(1);
            // Those who were slow, or ask again, change nothing more.
            assertThat(askAll(key, List.of(home))).containsOnly(next.get(0));
            await().untilAsserted(() -> assertThat(types(key)).contains("ScopeMoved"));
            assertThat(types(key)).containsOnlyOnce("ScopeMoving").containsOnlyOnce("ScopeMoved");
        } finally {
            links.forEach(TestLink::close);
        }
    }

    @Test
    void shouldSpendNothingOnAFloodOfUnknownScopes() throws Exception {
        InetAddress flooder = InetAddress.getByName("198.51.100.7");
        int before = actors("flood-");
        Map<HostPort, Integer> spread = flood(kit.nodes(), "flood-", FLOOD, flooder);
        assertThat(spread).hasSize(3);
        assertThat(spread.values()).allMatch(count -> count > FLOOD / 6);
        // Each node looks up what a source may ask at once, and what it regains meanwhile.
        assertThat(actors("flood-") - before).isBetween(1, 3 * (BURST + 15));
        assertThat(events()).noneMatch(event -> event.scopeId().startsWith("flood-"));
        // Who shows a token is looked up all the same.
        assertThat(home(ask(kit.node(0), new ScopeKey(app, "after"), "alice", List.of(), flooder)))
                .isEqualTo(home(ask(kit.node(1), new ScopeKey(app, "after"), "bob", List.of(), flooder)));
    }

    /** Asks for so many unknown scopes without a token; how often each node was named. */
    private static Map<HostPort, Integer> flood(
            List<MediascopeNode> nodes, String prefix, int scopes, InetAddress source) throws Exception {
        List<CompletionStage<ResolveOutcome>> answers = IntStream.range(0, scopes)
                .mapToObj(i -> nodes.get(i % nodes.size())
                        .resolve(new ResolveQuery(
                                app, prefix + i, Optional.empty(), List.of(), ClientPlace.UNKNOWN, source)))
                .toList();
        Map<HostPort, Integer> spread = new HashMap<>();
        for (CompletionStage<ResolveOutcome> answer : answers) {
            spread.merge(home(answer), 1, Integer::sum);
        }
        return spread;
    }

    /** All at once, ten at each node. */
    private static List<HostPort> askAll(ScopeKey scope, List<HostPort> failed) throws Exception {
        List<CompletionStage<ResolveOutcome>> answers = IntStream.range(0, CLIENTS)
                .mapToObj(i -> ask(kit.node(i % 3), scope, user(i), failed, InetAddress.getLoopbackAddress()))
                .toList();
        List<HostPort> homes = new ArrayList<>();
        for (CompletionStage<ResolveOutcome> answer : answers) {
            homes.add(home(answer));
        }
        return homes;
    }

    private static CompletionStage<ResolveOutcome> ask(
            MediascopeNode node, ScopeKey scope, String user, List<HostPort> failed, InetAddress source) {
        return node.resolve(new ResolveQuery(
                app, scope.scopeId(), Optional.of(token(scope, user)), failed, ClientPlace.UNKNOWN, source));
    }

    private static HostPort home(CompletionStage<ResolveOutcome> answer) throws Exception {
        ResolveOutcome outcome = answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ResolveOutcome.Found.class);
        return ((ResolveOutcome.Found) outcome).home();
    }

    private static List<TestLink> join(ScopeKey scope, HostPort home) {
        MediascopeNode node = kit.nodes().stream()
                .filter(n -> n.linkPort() == home.port())
                .findFirst()
                .orElseThrow();
        List<TestLink> links = IntStream.range(0, CLIENTS)
                .mapToObj(i -> TestLink.join(node, app, scope.scopeId(), token(scope, user(i))))
                .toList();
        links.forEach(link -> link.await(Envelope::hasAuthResponse));
        return links;
    }

    private static String user(int i) {
        return "user-" + i;
    }

    private static String token(ScopeKey scope, String user) {
        return kit.node(0).tokens().issue(TokenOrder.of(scope, user, Duration.ofMinutes(5)));
    }

    private static List<PublicEvent> events() throws Exception {
        return TestNodes.read(kit.node(0).history(), kit.node(0).system(), HistoryQuery.ALL);
    }

    private static List<String> types(ScopeKey scope) throws Exception {
        return events().stream()
                .filter(event -> event.scopeId().equals(scope.scopeId()))
                .map(PublicEvent::type)
                .toList();
    }

    /** Those of scopes whose names begin so, on all nodes. */
    private static int actors(String prefix) throws Exception {
        int count = 0;
        for (MediascopeNode node : kit.nodes()) {
            CurrentShardRegionState state = AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
                            ClusterSharding.get(node.system()).shardState(),
                            replyTo -> new GetShardRegionState(MediaScope.ENTITY_KEY, replyTo),
                            Duration.ofSeconds(10),
                            node.system().scheduler())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            count += (int) state.getShards().stream()
                    .flatMap(shard -> shard.getEntityIds().stream())
                    .filter(id -> id.startsWith(app + "|" + prefix))
                    .count();
        }
        return count;
    }
}
