package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.it.support.History;
import io.mediascope.it.support.NodeProcess;
import io.mediascope.it.support.TestCassandra;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with the profile {@code cluster} on a real Cassandra. */
@Tag("real")
class CassandraNodeTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    static Path folder;

    private static TestCassandra cassandra;

    @BeforeAll
    static void startCassandra() throws Exception {
        cassandra = TestCassandra.start(folder);
    }

    @AfterAll
    static void stopCassandra() {
        cassandra.close();
    }

    @Test
    void shouldKeepACallsHistoryOverARestart() {
        Path data = folder.resolve("restart");
        List<PublicEvent> before;
        try (TestNode node = TestNode.start(data, cassandra.settings(List.of()))) {
            try (TestClient alice = node.join("restart", "alice");
                    TestClient bob = node.join("restart", "bob")) {
                assertThat(alice).isNotNull();
                assertThat(bob).isNotNull();
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(node.events("restart"))
                    .extracting(PublicEvent::type)
                    .contains("ScopeDisposed"));
            before = node.events("restart");
        }
        try (TestNode again = TestNode.start(data, cassandra.settings(List.of()))) {
            assertThat(again.events("restart")).isEqualTo(before);
            History.shouldBeSound(before);
        }
    }

    @Test
    void shouldResumeWhoComesBackAndEndWhoDoesNotAfterAKill() throws Exception {
        Path data = folder.resolve("killed");
        NodeProcess first = NodeProcess.start(data, arguments("mediascope.scope.resume-window=6 s"));
        TestClient ann = new TestClient("ann", first.descriptor("killed", "ann").retryLimit(60)).joined();
        TestClient eve = new TestClient("eve", first.descriptor("killed", "eve").retryLimit(60)).joined();
        first.jvm.kill();
        eve.connection.disconnect();
        try (NodeProcess second = NodeProcess.start(
                data, arguments("mediascope.scope.resume-window=6 s", "mediascope.link.port=" + first.linkPort))) {
            ann.until("ann is back", SOON, () -> ann.seen("reconnected").contains("true"));
            ann.until("eve has left", SOON, () -> ann.seen("left").stream().anyMatch(line -> line.startsWith("eve ")));
            ann.close();
        }
        try (TestNode node = TestNode.start(data, cassandra.settings(List.of()))) {
            List<PublicEvent> events = await("the end of the life")
                    .atMost(SOON)
                    .until(() -> node.events("killed"), all -> History.count(all, "ScopeDisposed") == 1);
            History.shouldBeSound(events);
            assertThat(History.story(events)).contains("ScopeResumed", "ParticipantReconnected");
            assertThat(History.count(events, "ParticipantJoined")).isEqualTo(2);
            assertThat(History.count(events, "ParticipantLeft")).isEqualTo(2);
            await("the events by their tags").atMost(SOON).untilAsserted(() -> assertThat(node.allEvents().stream()
                            .filter(event -> event.scopeId().equals("killed"))
                            .toList())
                    .isEqualTo(events));
        }
    }

    @Test
    void shouldSayInOneLineThatCassandraIsNotThere() {
        Map<String, String> settings = new HashMap<>(cassandra.settings(List.of()));
        settings.put("mediascope.cassandra.contact-points", "127.0.0.1:1");
        assertThatThrownBy(() ->
                        TestNode.start(folder.resolve("unreachable"), settings).close())
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("Cassandra cannot be reached at [127.0.0.1:1]");
    }

    @Test
    void shouldSayInOneLineThatTheSchemaIsMissing() {
        Map<String, String> settings = new HashMap<>(cassandra.settings(List.of()));
        settings.put("mediascope.cassandra.keyspace", "empty");
        assertThatThrownBy(() ->
                        TestNode.start(folder.resolve("missing"), settings).close())
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("./mediascope schema --config FILE");
    }

    private static String[] arguments(String... more) {
        return Stream.concat(
                        cassandra.settings(List.of()).entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue()),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }
}
