package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.serialization.SerializationExtension;
import com.google.protobuf.ByteString;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.history.OfflineHistory;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.PublishRequest;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.TrackOffer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node over its real link. */
class MediascopeNodeTest {
    @TempDir
    static Path folder;

    private static MediascopeNode node;
    private static String app;
    private static ApiKey key;

    @BeforeAll
    static void start() {
        node = TestNodes.start(folder.resolve("data"));
        app = node.firstApplication().orElseThrow().application().id();
        key = node.firstApplication().orElseThrow().key();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void shouldBeHealthyAndCount() {
        await().untilAsserted(() -> assertThat(node.health().ready()).isTrue());
        assertThat(node.linkPort()).isPositive();
        assertThat(node.udpPorts().audio()).hasSize(1);
        assertThat(node.metrics())
                .contains("mediascope_relay_datagrams_in_packets_total")
                .contains("mediascope_door_links")
                .contains("mediascope_node_ready 1");
    }

    @Test
    void shouldShowHowManyMessagesItCouldNotRead() {
        byte[] empty = {(byte) 0xBF, (byte) 0xFF};
        assertThat(SerializationExtension.get(node.system())
                        .deserialize(empty, 33, "io.mediascope.scope.entity.Newer")
                        .isFailure())
                .isTrue();
        assertThat(node.metrics()).contains("mediascope_node_messages_unread_total 1");
    }

    @Test
    void shouldJoinTalkAndLeave() throws Exception {
        try (TestLink alice = join("talk", "alice")) {
            AuthResponse welcome = alice.await(Envelope::hasAuthResponse).getAuthResponse();
            talk(alice, welcome);
        }
    }

    private void talk(TestLink alice, AuthResponse welcome) throws Exception {
        try (TestLink bob = join("talk", "bob")) {
            assertThat(welcome.getUserId()).isEqualTo("alice");
            assertThat(welcome.getMediaTicket().size()).isEqualTo(32);
            assertThat(welcome.getEndpoints().getAudioCount()).isEqualTo(1);
            bob.await(Envelope::hasAuthResponse);
            alice.await(message -> message.getUserEvent().hasJoined());

            alice.send(data("", "hello"));
            assertThat(bob.await(Envelope::hasDataMessage).getDataMessage().getFromUser())
                    .isEqualTo("alice");
            ScopeKey scope = new ScopeKey(app, "talk");
            LiveScope live = node.describe(scope)
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS)
                    .orElseThrow();
            assertThat(live.description().participants()).hasSize(2);
            assertThat(live.statistics()).isPresent();
            assertThat(node.scopes().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .anyMatch(found -> found.description().scope().equals(scope));
            alice.send(goodbye());
            bob.await(message -> message.getUserEvent().hasLeft());
        }
    }

    @Test
    void shouldRefuseEachBadTokenForItsOwnReason() throws Exception {
        ApiKey revoked = node.applications().addKey(app);
        String revokedToken = token(revoked, c -> c);
        node.applications().revokeKey(app, revoked.keyId());
        ApiKey forged = new ApiKey(key.keyId(), app, "y".repeat(43), Instant.EPOCH, Optional.empty());
        ApiKey unknown = new ApiKey("key-none", app, key.secret(), Instant.EPOCH, Optional.empty());

        assertThat(refusal("nonsense")).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(refusal(token(forged, c -> c))).isEqualTo(RefusalReason.TOKEN_BAD_SIGNATURE);
        assertThat(refusal(token(key, c -> c.issuer("app-none")))).isEqualTo(RefusalReason.TOKEN_UNKNOWN_APPLICATION);
        assertThat(refusal(token(unknown, c -> c))).isEqualTo(RefusalReason.TOKEN_UNKNOWN_KEY);
        assertThat(refusal(revokedToken)).isEqualTo(RefusalReason.TOKEN_KEY_REVOKED);
        assertThat(refusal(token(key, c -> c.expirationTime(at(-60))))).isEqualTo(RefusalReason.TOKEN_EXPIRED);
        assertThat(refusal(token(key, c -> c.notBeforeTime(at(60))))).isEqualTo(RefusalReason.TOKEN_NOT_YET_VALID);
        assertThat(refusal(token(key, c -> c.claim("scope", "other")))).isEqualTo(RefusalReason.TOKEN_WRONG_SCOPE);
    }

    @Test
    void shouldRefuseOldClientsAndBadRequests() throws Exception {
        Envelope good = TestLink.auth(app, "room", token(key, c -> c));
        Envelope old = good.toBuilder()
                .setAuthRequest(good.getAuthRequest().toBuilder().setProtocolVersion(0))
                .build();
        Envelope odd = good.toBuilder()
                .setAuthRequest(good.getAuthRequest().toBuilder().setScopeId("a b"))
                .build();

        assertThat(refusal(old)).isEqualTo(RefusalReason.CLIENT_TOO_OLD);
        assertThat(refusal(odd)).isEqualTo(RefusalReason.BAD_REQUEST);
    }

    @Test
    void shouldRefuseAUserWhoIsThereAndAMissingGrant() throws Exception {
        try (TestLink alice = join("grants", "alice")) {
            alice.await(Envelope::hasAuthResponse);
            try (TestLink twin = join("grants", "alice")) {
                assertThat(twin.await(Envelope::hasRefusal).getRefusal().getReason())
                        .isEqualTo(RefusalReason.USER_ALREADY_IN_SCOPE);
            }
        }
        String listener =
                token(key, c -> c.claim("scope", "grants").subject("carol").claim("grants", List.of("subscribe")));
        try (TestLink carol = TestLink.join(node, app, "grants", listener)) {
            carol.await(Envelope::hasAuthResponse);
            carol.send(data("", "x"));
            assertThat(carol.await(Envelope::hasRefusal).getRefusal().getReason())
                    .isEqualTo(RefusalReason.MISSING_GRANT);
        }
    }

    @Test
    void shouldAnswerAHostileRequestAndGoOn() throws Exception {
        try (TestLink alice = join("hostile", "alice")) {
            alice.await(Envelope::hasAuthResponse);
            alice.send(Envelope.newBuilder()
                    .setRequestId(11)
                    .setPublishRequest(PublishRequest.newBuilder()
                            .addTracks(TrackOffer.newBuilder().setTrackId("../x")))
                    .build());
            Envelope refusal = alice.await(Envelope::hasRefusal);
            assertThat(refusal.getRequestId()).isEqualTo(11);
            assertThat(refusal.getRefusal().getReason()).isEqualTo(RefusalReason.BAD_REQUEST);
            assertThat(alice.isOpen()).isTrue();
        }
    }

    @Test
    void shouldResolveToItsOwnLink() throws Exception {
        assertThat(resolve(app)).isEqualTo(new ResolveOutcome.Found(new HostPort("127.0.0.1", node.linkPort()), false));
        assertThat(((ResolveOutcome.Refused) resolve("app-none"))
                        .refusal()
                        .reason()
                        .name())
                .isEqualTo("TOKEN_UNKNOWN_APPLICATION");
    }

    @Test
    void shouldNotShareItsFolderOrPorts() {
        assertThatThrownBy(() -> TestNodes.start(node.settings().dataDir()))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("in use by another node");
        Map<String, String> samePort = Map.of(
                "mediascope.data-dir", folder.resolve("other").toString(),
                "mediascope.link.port", Integer.toString(node.linkPort()),
                "mediascope.link.bind-host", "127.0.0.1",
                "mediascope.udp.audio-port", "0",
                "mediascope.udp.video-port", "0",
                "mediascope.udp.mux-port", "0");
        assertThatThrownBy(() -> MediascopeNode.start(NodeSettings.load(samePort)))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining(Integer.toString(node.linkPort()));
    }

    @Test
    void shouldReadTheSameHistoryOnlineAndOffline() throws Exception {
        Path data = folder.resolve("history");
        List<PublicEvent> online;
        ScopeKey scope;
        try (MediascopeNode second = TestNodes.start(data)) {
            scope = new ScopeKey(
                    second.firstApplication().orElseThrow().application().id(), "room");
            try (TestLink alice =
                    TestLink.join(second, scope.applicationId(), "room", tokenOf(second, scope, "alice"))) {
                alice.await(Envelope::hasAuthResponse);
                alice.send(goodbye());
                await().atMost(Duration.ofSeconds(10)).until(() -> events(second, HistoryQuery.of(scope)).stream()
                        .anyMatch(event -> event.type().equals("ParticipantLeft")));
            }
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(events(second, HistoryQuery.ALL))
                    .isEqualTo(events(second, HistoryQuery.of(scope)))
                    .isNotEmpty());
            online = events(second, HistoryQuery.of(scope));
            assertThatThrownBy(() -> OfflineHistory.open(data)).isInstanceOf(NodeStartException.class);
        }
        try (OfflineHistory offline = OfflineHistory.open(data)) {
            List<PublicEvent> read = TestNodes.read(offline, offline.system(), HistoryQuery.of(scope));
            assertThat(read.subList(0, online.size())).isEqualTo(online);
            assertThat(TestNodes.read(offline, offline.system(), HistoryQuery.ALL))
                    .isEqualTo(read);
        }
    }

    @Test
    void shouldFollowEventsAsTheyHappen() throws Exception {
        Queue<PublicEvent> followed = new ConcurrentLinkedQueue<>();
        Queue<PublicEvent> followedScope = new ConcurrentLinkedQueue<>();
        ScopeKey scope = new ScopeKey(app, "followed");
        try (TestLink early = join("followed-before", "alice")) {
            early.await(Envelope::hasAuthResponse);
            node.history().events(HistoryQuery.ALL.following()).runForeach(followed::add, node.system());
            node.history().events(HistoryQuery.of(scope).following()).runForeach(followedScope::add, node.system());
            try (TestLink alice = join("followed", "alice")) {
                alice.await(Envelope::hasAuthResponse);
                alice.send(goodbye());
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(followed.stream()
                                .filter(event -> event.scopeId().equals("followed"))
                                .map(PublicEvent::type))
                        .contains("ParticipantLeft"));
            }
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(followedScope)
                .containsExactlyElementsOf(events(node, HistoryQuery.of(scope))));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(followed.stream()
                        .filter(event -> event.scopeId().equals("followed"))
                        .toList())
                .isEqualTo(events(node, HistoryQuery.of(scope))));
        assertThat(followed).anyMatch(event -> event.scopeId().equals("followed-before"));
    }

    @Test
    void shouldSayGoodbyeWhenItStops() throws Exception {
        MediascopeNode second = TestNodes.start(folder.resolve("stopping"));
        ScopeKey scope = new ScopeKey(
                second.firstApplication().orElseThrow().application().id(), "room");
        try (TestLink alice = TestLink.join(second, scope.applicationId(), "room", tokenOf(second, scope, "alice"))) {
            alice.await(Envelope::hasAuthResponse);
            second.close();
            assertThat(alice.await(Envelope::hasGoodbye).getGoodbye().getReconnect())
                    .isTrue();
        }
    }

    @Test
    void shouldRebuildTheRelayThatAParticipantReportsTwice() throws Exception {
        ScopeKey scope = new ScopeKey(app, "unreachable");
        String token = tokenOf(node, scope, "alice");
        try (TestLink alice = TestLink.join(node, app, "unreachable", token)) {
            var before = alice.await(Envelope::hasAuthResponse).getAuthResponse();
            List<HostPort> lost = List.of(new HostPort("127.0.0.1", node.linkPort()));
            for (int i = 0; i < 2; i++) {
                ResolveOutcome again = node.resolve(new ResolveQuery(
                                app,
                                "unreachable",
                                Optional.of(token),
                                lost,
                                ClientPlace.UNKNOWN,
                                InetAddress.getLoopbackAddress()))
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS);
                assertThat(again).isEqualTo(new ResolveOutcome.Found(lost.get(0), true));
            }
            assertThat(alice.await(Envelope::hasGoodbye).getGoodbye().getReconnect())
                    .isTrue();
            try (TestLink back = TestLink.open(node)) {
                Envelope.Builder auth = TestLink.auth(app, "unreachable", token).toBuilder();
                auth.getAuthRequestBuilder().setResumeTicket(before.getResumeTicket());
                back.send(auth.build());
                var after = back.await(Envelope::hasAuthResponse).getAuthResponse();
                assertThat(after.getSessionId()).isEqualTo(before.getSessionId());
                assertThat(after.getStun().getPassword())
                        .isNotEqualTo(before.getStun().getPassword());
            }
        }
        assertThat(events(node, HistoryQuery.of(scope)).stream().map(PublicEvent::type))
                .containsSubsequence("ParticipantJoined", "ScopeMoving", "ScopeMoved", "ParticipantReconnected");
    }

    private static List<PublicEvent> events(MediascopeNode of, HistoryQuery query) throws Exception {
        return TestNodes.read(of.history(), of.system(), query);
    }

    private static ResolveOutcome resolve(String applicationId) throws Exception {
        return node.resolve(new ResolveQuery(
                        applicationId,
                        "unseen",
                        Optional.empty(),
                        List.of(),
                        ClientPlace.UNKNOWN,
                        InetAddress.getLoopbackAddress()))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private static TestLink join(String scopeId, String userId) {
        ScopeKey scope = new ScopeKey(app, scopeId);
        return TestLink.join(node, app, scopeId, tokenOf(node, scope, userId));
    }

    private static String tokenOf(MediascopeNode of, ScopeKey scope, String userId) {
        return of.tokens().issue(TokenOrder.of(scope, userId, Duration.ofMinutes(5)));
    }

    private static RefusalReason refusal(String token) {
        return refusal(TestLink.auth(app, "room", token));
    }

    private static RefusalReason refusal(Envelope first) {
        try (TestLink link = TestLink.open(node)) {
            link.send(first);
            return link.await(Envelope::hasRefusal).getRefusal().getReason();
        }
    }

    private static String token(ApiKey signer, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(app)
                .claim("scope", "room")
                .subject("alice")
                .jwtID("1")
                .expirationTime(at(60));
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(signer.keyId()).build(),
                change.apply(claims).build());
        token.sign(new MACSigner(signer.secret().getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    private static Date at(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static Envelope data(String toUser, String text) {
        return Envelope.newBuilder()
                .setRequestId(9)
                .setDataMessage(DataMessage.newBuilder().setToUser(toUser).setPayload(ByteString.copyFromUtf8(text)))
                .build();
    }

    private static Envelope goodbye() {
        return Envelope.newBuilder()
                .setGoodbye(Goodbye.newBuilder().setReason("done"))
                .build();
    }
}
