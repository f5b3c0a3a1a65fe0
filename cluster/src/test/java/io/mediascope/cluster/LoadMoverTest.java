package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.Envelope;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole nodes in one region, of which one has taken too much. */
class LoadMoverTest {
    private static final int SCOPES = 6;

    private final List<TestLink> links = new ArrayList<>();
    private int probes;

    @Test
    void shouldMoveIdleScopesAwayUntilTheNodeHasLittleEnough(@TempDir Path folder) throws Exception {
        Map<String, String> settings = Map.of(
                "mediascope.relay-agent.max-relays", "8",
                "mediascope.relay-agent.quality-interval", "1s",
                "mediascope.placement.publish-interval", "200ms",
                "mediascope.placement.rebalance.above", "0.6");
        try (ClusterKit kit = ClusterKit.start(folder, settings, "eu-west", "eu-west")) {
            MediascopeNode busy = kit.node(0);
            HostPort home = new HostPort("127.0.0.1", busy.linkPort());
            kit.node(1).takePlacements(false);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(resolve(kit.node(0))).isEqualTo(home);
                assertThat(resolve(kit.node(1))).isEqualTo(home);
            });
            for (int i = 0; i < SCOPES; i++) {
                join(busy, "room-" + i);
            }
            kit.node(1).takePlacements(true);

            // 6 of 8 relays are 0.75, 0.55 is wanted: two have to go.
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(events(busy, "ScopeMoved")).hasSize(2));
            List<PublicEvent> moving = events(busy, "ScopeMoving");
            assertThat(moving).hasSize(2);
            assertThat(moving.stream().map(PublicEvent::scopeId)).doesNotHaveDuplicates();
            assertThat(moving)
                    .allSatisfy(event -> assertThat(event.fields().get("reason").toString())
                            .startsWith("too much load: 0.75 of the node's relays in use; the only node"));
            assertThat(busy.metrics()).contains("mediascope_rebalance_asked_relays_total 2");
            assertThat(kit.node(1).metrics()).contains("mediascope_rebalance_asked_relays_total 0");
            assertThat(events(busy, "ParticipantLeft")).isEmpty();
        } finally {
            links.forEach(TestLink::close);
        }
    }

    private HostPort resolve(MediascopeNode node) throws Exception {
        ResolveOutcome outcome = node.resolve(new ResolveQuery(
                        app(node),
                        "probe-" + ++probes,
                        Optional.empty(),
                        List.of(),
                        ClientPlace.UNKNOWN,
                        InetAddress.getLoopbackAddress()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        // Refused as long as the actor's node has not heard of the other one.
        assertThat(outcome).isInstanceOf(ResolveOutcome.Found.class);
        return ((ResolveOutcome.Found) outcome).home();
    }

    private void join(MediascopeNode node, String scope) {
        ScopeKey key = new ScopeKey(app(node), scope);
        TestLink link = TestLink.join(
                node,
                key.applicationId(),
                scope,
                node.tokens().issue(TokenOrder.of(key, "alice", Duration.ofMinutes(5))));
        links.add(link);
        link.await(Envelope::hasAuthResponse);
    }

    private static String app(MediascopeNode node) {
        return node.applications().list().get(0).id();
    }

    private static List<PublicEvent> events(MediascopeNode node, String type) throws Exception {
        return TestNodes.read(node.history(), node.system(), HistoryQuery.ALL).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }
}
