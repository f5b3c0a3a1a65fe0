package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.credentials.TokenCheck;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.it.support.DatabaseServer;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TestCassandra;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.history.PublicEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one Cassandra and one PostgreSQL, TLS between them. */
@Tag("real")
class CassandraClusterTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    static Path folder;

    private static final List<TestNode> NODES = new ArrayList<>();
    private static DatabaseServer database;
    private static TestCassandra cassandra;

    @BeforeAll
    static void start() throws Exception {
        database = DatabaseServer.postgres();
        cassandra = TestCassandra.start(folder, database.nodeSettings());
        Path first = folder.resolve("node-0");
        NODES.add(TestNode.start(first, cassandra.settings(List.of())));
        for (int i = 1; i < 3; i++) {
            Map<String, String> settings = cassandra.settings(List.of(address(NODES.get(0))));
            // One certificate for all: a client that is sent to another node trusts it as well.
            settings.put(
                    "mediascope.link.certificate",
                    first.resolve("link-certificate.pem").toString());
            settings.put(
                    "mediascope.link.private-key", first.resolve("link-key.pem").toString());
            NODES.add(TestNode.start(folder.resolve("node-" + i), settings));
        }
        await().atMost(SOON).until(() -> NODES.stream().allMatch(node -> ups(node) == 3));
    }

    @AfterAll
    static void stop() throws IOException {
        NODES.forEach(TestNode::close);
        cassandra.close();
        database.close();
    }

    /** It takes as long as a join is tried. */
    @Test
    @Tag("slow")
    void shouldKeepOutWhoHasAnotherCertificate() throws Exception {
        Map<String, String> stranger = cassandra.settings(List.of(address(NODES.get(0))), "strangers-tls");
        assertThatThrownBy(() -> TestNode.start(folder.resolve("stranger"), stranger))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("did not join");
        assertThat(NODES).allMatch(node -> ups(node) == 3);
    }

    @Test
    void shouldKnowTheSameApplicationOnAllNodes() {
        assertThat(NODES).extracting(node -> node.applicationId).containsOnly(NODES.get(0).applicationId);
    }

    @Test
    void shouldRefuseARevokedKeyOnAllNodesWithinASecond() {
        TestNode first = NODES.get(0);
        ApiKey key = first.node.applications().addKey(first.applicationId);
        await().atMost(Duration.ofSeconds(5)).until(() -> NODES.stream()
                .allMatch(node ->
                        node.node.applications().replica().key(key.keyId()).isPresent()));
        String token = first.token("revoked", "ann");
        assertThat(NODES.get(2).node.tokens().verify(token)).isInstanceOf(TokenCheck.Valid.class);
        NODES.get(1).node.applications().revokeKey(first.applicationId, key.keyId());
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        NODES.stream().noneMatch(node -> node.node.tokens().verify(token) instanceof TokenCheck.Valid));
    }

    @Test
    void shouldKeepTheHistoryOfManyCallsWhereverTheirActorsAre() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            clients.add(NODES.get(i % 3).join("wherever-" + i, "ann"));
        }
        clients.forEach(TestClient::close);
        for (int i = 0; i < 9; i++) {
            String scope = "wherever-" + i;
            TestNode reader = NODES.get((i + 1) % 3);
            List<PublicEvent> events = await(scope)
                    .atMost(SOON)
                    .until(() -> reader.events(scope), all -> History.count(all, "ScopeDisposed") == 1);
            History.shouldBeSound(events);
        }
    }

    private static String address(TestNode node) {
        return Cluster.get(node.node.system()).selfMember().address().hostPort().replaceFirst("^.*@", "");
    }

    private static long ups(TestNode node) {
        return StreamSupport.stream(
                        Cluster.get(node.node.system()).state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .count();
    }
}
