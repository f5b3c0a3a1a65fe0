package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.RefusalReason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database throws everybody out for a while, as a restarting server or a lost disk does. */
class JournalDownTest {
    @TempDir
    Path folder;

    private MediascopeNode node;
    private ScopeKey scope;

    @BeforeEach
    void start() {
        node = MediascopeNode.start(
                TestNodes.settings(folder.resolve("data"), Map.of("mediascope.scope.request-timeout", "3 s")));
        scope = new ScopeKey(node.firstApplication().orElseThrow().application().id(), "call");
        await().until(() -> node.health().ready());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldGoOnWithRunningCallsAndKeepLeavesWhileTheJournalIsDown() throws Exception {
        try (TestLink alice = join("alice");
                TestLink bob = join("bob")) {
            alice.await(Envelope::hasAuthResponse);
            bob.await(Envelope::hasAuthResponse);
            try (Connection fault = exclusive()) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> !node.health().journalUp());

                alice.send(Envelope.newBuilder()
                        .setRequestId(9)
                        .setDataMessage(DataMessage.newBuilder().setPayload(ByteString.copyFromUtf8("still here")))
                        .build());
                assertThat(bob.await(Envelope::hasDataMessage).getDataMessage().getFromUser())
                        .isEqualTo("alice");
                try (TestLink carol = join("carol")) {
                    assertThat(carol.await(Envelope::hasRefusal).getRefusal().getReason())
                            .isEqualTo(RefusalReason.JOURNAL_UNAVAILABLE);
                }
                bob.send(Envelope.newBuilder()
                        .setGoodbye(Goodbye.getDefaultInstance())
                        .build());
                await().until(() -> !bob.isOpen());
                give(fault);
            }
            await().atMost(Duration.ofSeconds(15)).until(() -> node.health().journalUp());
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            events().stream().map(PublicEvent::type).filter("ParticipantLeft"::equals))
                    .hasSize(1));
            assertThat(alice.isOpen()).isTrue();
            try (TestLink carol = join("carol")) {
                carol.await(Envelope::hasAuthResponse);
            }
        }
    }

    @Test
    void shouldRefuseTheFirstJoinOfAScopeForTheJournalsReason() throws Exception {
        try (Connection fault = exclusive()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !node.health().journalUp());
            try (TestLink alice = join("alice")) {
                assertThat(alice.await(Envelope::hasRefusal).getRefusal().getReason())
                        .isEqualTo(RefusalReason.JOURNAL_UNAVAILABLE);
            }
            give(fault);
        }
    }

    private TestLink join(String user) {
        return TestLink.join(
                node,
                scope.applicationId(),
                scope.scopeId(),
                node.tokens().issue(TokenOrder.of(scope, user, Duration.ofMinutes(5))));
    }

    private List<PublicEvent> events() throws Exception {
        return TestNodes.read(node.history(), node.system(), HistoryQuery.of(scope));
    }

    /** Closes all other connections and refuses new ones. */
    private Connection exclusive() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:h2:file:"
                + DataFolder.databaseIn(node.settings().dataDir())
                + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        execute(connection, "set exclusive 2");
        return connection;
    }

    private static void give(Connection connection) throws SQLException {
        execute(connection, "set exclusive 0");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
