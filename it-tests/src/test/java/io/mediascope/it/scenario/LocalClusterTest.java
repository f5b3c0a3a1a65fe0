package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.it.support.ClusterProcess;
import io.mediascope.it.support.History;
import io.mediascope.it.support.Jvm;
import io.mediascope.it.support.TestClient;
import io.mediascope.ops.Json;
import io.mediascope.ops.cli.Main;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster as people try it at home: real Cassandra, nodes as processes, one of them killed under a call. */
@Tag("real")
class LocalClusterTest {
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Duration SOON = Duration.ofSeconds(40);

    private static final Duration BACK = Duration.ofSeconds(90);

    @TempDir
    Path data;

    @Test
    void shouldGoOnWithACallWhoseNodeIsKilled() throws Exception {
        List<ProcessRef> processes;
        try (ClusterProcess cluster = ClusterProcess.up(data, 3, "--regions", "eu,us")) {
            processes = cluster.processes();
            assertThat(processes).hasSize(4).allMatch(ProcessRef::isAlive);
            shouldShowTheNodes();
            shouldSurviveTheRelaysNode(cluster, "lobby");
            shouldComeAndGo(cluster);
            processes = cluster.processes();
        }
        assertThat(processes).as("left behind").noneMatch(ProcessRef::isAlive);
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsStoppedWhileItStarts() throws Exception {
        try (Jvm starting = ClusterProcess.start(data, 2)) {
            await().atMost(BACK).until(() -> starting.lines.contains("mediascope: making the tables"));
            ProcessHandle supervisor = ProcessHandle.of(starting.pid()).orElseThrow();
            List<ProcessHandle> children = supervisor.descendants().toList();
            assertThat(children).isNotEmpty();

            supervisor.destroy();

            assertThat(starting.exit(SOON.toSeconds()))
                    .as("ended by the signal")
                    .isEqualTo(ENDED_BY_SIGTERM);
            await().atMost(SOON).until(() -> starting.lines.contains("mediascope: stopped before it was ready"));
            assertThat(children).as("left behind").noneMatch(ProcessHandle::isAlive);
        }
    }

    private void shouldShowTheNodes() throws Exception {
        try (Jvm status = Jvm.start(Main.class, "cluster", "status", "--json", "--data", data.toString())) {
            assertThat(status.exit(30)).isZero();
            JsonNode shown = Json.tree(status.lines.stream()
                    .filter(line -> line.startsWith("{"))
                    .findFirst()
                    .orElseThrow());
            assertThat(shown.path("nodes")).hasSize(3).allSatisfy(node -> {
                assertThat(node.path("status").asText()).isEqualTo("running");
                assertThat(node.path("health").path("ready").asBoolean()).isTrue();
            });
            assertThat(shown.path("nodes"))
                    .extracting(node -> node.path("region").asText())
                    .containsExactly("eu", "us", "eu");
        }
    }

    private static void shouldSurviveTheRelaysNode(ClusterProcess cluster, String scope) throws Exception {
        TestClient ann = new TestClient("ann", cluster.access.descriptor(scope, "ann"))
                .joined()
                .publishing();
        TestClient bob = new TestClient("bob", cluster.access.descriptor(scope, "bob"))
                .joined()
                .publishing();
        TestClient eve = new TestClient("eve", cluster.access.descriptor(scope, "eve")).joined();
        ann.awaitFrames("bob", "cam", 25, SOON);
        eve.awaitFrames("ann", "cam", 25, SOON).awaitFrames("bob", "mic", 25, SOON);
        String session = ann.connection.sessionId();
        int relay = cluster.access.relayOf(scope);

        cluster.access.give(Order.kill(relay, true));

        for (TestClient client : List.of(ann, bob, eve)) {
            client.until(client.name + " is back", SOON, () -> client.seen("reconnected")
                    .contains("true"));
        }
        ann.awaitFrames("bob", "cam", 25, SOON);
        eve.awaitFrames("ann", "cam", 25, SOON).awaitFrames("bob", "mic", 25, SOON);
        assertThat(ann.connection.sessionId()).as("session over the death").isEqualTo(session);
        cluster.access.awaitStatus(relay, BACK, NodeStatus.RUNNING);
        assertThat(cluster.access.node(relay).restarts()).isEqualTo(1);
        assertThat(cluster.access.relayOf(scope)).as("the relay's new node").isNotEqualTo(relay);
        List.of(ann, bob, eve).forEach(TestClient::close);
        shouldHaveOneHistory(cluster, scope);
    }

    private static void shouldHaveOneHistory(ClusterProcess cluster, String scope) throws Exception {
        List<PublicEvent> events = await("the end of the life")
                .atMost(SOON)
                .until(() -> cluster.events(scope), all -> History.count(all, "ScopeDisposed") == 1);
        History.shouldBeSound(events);
        assertThat(History.count(events, "ParticipantJoined")).isEqualTo(3);
        assertThat(History.count(events, "ParticipantLeft")).isEqualTo(3);
        assertThat(History.count(events, "ParticipantReconnected")).isGreaterThanOrEqualTo(3);
    }

    /** One more node, and one that leaves in order: calls come and go meanwhile. */
    private static void shouldComeAndGo(ClusterProcess cluster) throws Exception {
        cluster.access.give(Order.add("asia"));
        cluster.access.awaitStatus(4, BACK, NodeStatus.RUNNING);
        assertThat(cluster.access.node(4).region()).isEqualTo("asia");
        cluster.access.give(Order.drain(4));
        cluster.access.awaitStatus(4, BACK, NodeStatus.STOPPED);
        try (TestClient tom = new TestClient("tom", cluster.access.descriptor("after", "tom")).joined()) {
            assertThat(tom.errors).isEmpty();
        }
    }
}
