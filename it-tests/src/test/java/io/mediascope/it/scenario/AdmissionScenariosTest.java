package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.sdk.ErrorCode;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ScopeException;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ServiceLoop;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in: limits under races, grants, revoked keys, one link per user. */
@Tag("real")
class AdmissionScenariosTest {
    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void shouldAdmitExactlyTheLimitWhenTwoHundredJoinAtOnce() {
        CreatedApplication crowd = node.node.applications().create("crowd");
        node.node.applications().setLimits(crowd.application().id(), new ApplicationLimits(0, 100, 0));
        ScopeKey scope = new ScopeKey(crowd.application().id(), "rush");
        List<ScopeConnection> connections = new ArrayList<>();
        int in = 0;
        int full = 0;
        try (ServiceLoop loop = ServiceLoop.create()) {
            for (int i = 0; i < 200; i++) {
                connections.add(Mediascope.connect(silent(scope, "user-" + i, loop), new ScopeListener() {}));
            }
            for (ScopeConnection connection : connections) {
                ErrorCode refusal = outcome(connection);
                if (refusal == null) {
                    in++;
                } else {
                    assertThat(refusal).isEqualTo(ErrorCode.SCOPE_FULL);
                    full++;
                }
            }
            assertThat(in).as("admitted").isEqualTo(100);
            assertThat(full).as("refused").isEqualTo(100);
            CompletableFuture.allOf(connections.stream()
                            .map(c -> c.disconnect().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(History.story(eventsOf(scope))).contains("ScopeDisposed"));
        List<PublicEvent> events = eventsOf(scope);
        History.shouldBeSound(events);
        assertThat(History.count(events, "ParticipantJoined")).isEqualTo(100);
        assertThat(History.of(events, "ParticipantLeft")).hasSize(100).allSatisfy(left -> assertThat(left.fields())
                .containsEntry("reason", "CLIENT_LEFT"));
    }

    @Test
    void shouldRefuseTheOneOverTheApplicationsLimit() {
        CreatedApplication small = node.node.applications().create("small");
        node.node.applications().setLimits(small.application().id(), new ApplicationLimits(2, 0, 0));
        try (ServiceLoop loop = ServiceLoop.create()) {
            List<ScopeConnection> connections = new ArrayList<>();
            List<ErrorCode> refusals = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ScopeKey scope = new ScopeKey(small.application().id(), "scope-" + i);
                ScopeConnection connection = Mediascope.connect(silent(scope, "user", loop), new ScopeListener() {});
                connections.add(connection);
                ErrorCode refusal = outcome(connection);
                if (refusal != null) {
                    refusals.add(refusal);
                }
            }
            assertThat(refusals).containsExactly(ErrorCode.APPLICATION_OVER_LIMIT);
            connections.forEach(c -> TestClient.join(c.disconnect()));
        }
    }

    @Test
    void shouldRefuseASecondLinkOfTheSameUserWhileTheFirstLives() {
        try (TestClient ann = node.join("double", "ann")) {
            ScopeConnection second =
                    Mediascope.connect(node.descriptor("double", "ann").build(), new ScopeListener() {});
            assertThat(outcome(second)).isEqualTo(ErrorCode.USER_ALREADY_IN_SCOPE);
            assertThat(ann.connection.isConnected()).isTrue();
        }
    }

    @Test
    void shouldRefuseTokensOfARevokedKeyAtOnce() {
        CreatedApplication shop = node.node.applications().create("shop");
        ScopeKey scope = new ScopeKey(shop.application().id(), "counter");
        String token = node.node.tokens().issue(TokenOrder.of(scope, "ann", Duration.ofMinutes(5)));
        node.node.applications().revokeKey(shop.application().id(), shop.key().keyId());
        ScopeConnection connection = Mediascope.connect(
                ScopeDescriptor.builder(scope.applicationId(), scope.scopeId())
                        .link("127.0.0.1:" + node.node.linkPort())
                        .trust(Trust.fingerprint(node.node.certificateFingerprint()))
                        .token(token)
                        .build(),
                new ScopeListener() {});
        assertThat(outcome(connection)).isEqualTo(ErrorCode.TOKEN_KEY_REVOKED);
    }

    @Test
    void shouldHoldGrants() {
        String token = node.token("grants", "tom", Set.of(Grant.SUBSCRIBE), true);
        try (TestClient ann = node.join("grants", "ann").publishing();
                TestClient tom = new TestClient("tom", node.descriptorWithToken("grants", token)).joined()) {
            tom.awaitFrames("ann", "mic", 20, Duration.ofSeconds(10));
            assertThatThrownBy(() -> TestClient.join(tom.connection.publish(TrackSpec.audio("mic"), tom.audio)))
                    .isInstanceOfSatisfying(
                            ScopeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_GRANT));
            assertThatThrownBy(() -> tom.send("ann", "hello"))
                    .isInstanceOfSatisfying(
                            ScopeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_GRANT));
            assertThat(ann.messages).isEmpty();
        }
    }

    @Test
    void shouldDeliverMessagesToOneAndToAll() {
        try (TestClient ann = node.join("chat", "ann");
                TestClient bob = node.join("chat", "bob");
                TestClient eve = node.join("chat", "eve")) {
            ann.until(
                    "ann sees two",
                    Duration.ofSeconds(5),
                    () -> ann.seen("joined").size() == 2);
            ann.send(null, "to all");
            ann.send("bob", "to bob");
            bob.until("bob has both", Duration.ofSeconds(5), () -> bob.messages.size() == 2);
            eve.send(null, "from eve");
            ann.until("ann has one", Duration.ofSeconds(5), () -> ann.messages.size() == 1);
            bob.until("bob has three", Duration.ofSeconds(5), () -> bob.messages.size() == 3);
            assertThat(bob.messages)
                    .extracting(m -> m.fromUser() + ":" + new String(m.payload()))
                    .containsExactly("ann:to all", "ann:to bob", "eve:from eve");
            assertThat(eve.messages).extracting(m -> new String(m.payload())).containsExactly("to all");
            assertThatThrownBy(() -> ann.send("nobody", "lost"))
                    .isInstanceOfSatisfying(
                            ScopeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_USER));
        }
    }

    private static ScopeDescriptor silent(ScopeKey scope, String user, ServiceLoop loop) {
        return ScopeDescriptor.builder(scope.applicationId(), scope.scopeId())
                .link("127.0.0.1:" + node.node.linkPort())
                .trust(Trust.fingerprint(node.node.certificateFingerprint()))
                .token(node.node.tokens().issue(TokenOrder.of(scope, user, Duration.ofMinutes(5))))
                .statisticsInterval(Duration.ZERO)
                .serviceLoop(loop)
                .build();
    }

    /** Null when it joined, else the refusal. */
    private static ErrorCode outcome(ScopeConnection connection) {
        try {
            TestClient.join(connection.connected());
            return null;
        } catch (ScopeException e) {
            return e.code();
        }
    }

    private static List<PublicEvent> eventsOf(ScopeKey scope) {
        return TestClient.join(node.node
                .history()
                .events(io.mediascope.cluster.history.HistoryQuery.of(scope))
                .runWith(akka.stream.javadsl.Sink.seq(), node.node.system()));
    }
}
