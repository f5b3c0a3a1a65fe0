package io.mediascope.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.NodeSettings.AgentSettings;
import io.mediascope.media.model.Topology;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.PipeRoute;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.Pieces;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayEngineSettings;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent over real relay loops. */
class RelayAgentTest {
    private static final ScopeKey ROOM = new ScopeKey("app", "room");
    private static final FencingToken FIRST = new FencingToken(1, "a");
    private static final FencingToken SECOND = new FencingToken(2, "b");
    private static final byte[] SECRET = new byte[32];

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider=local").withFallback(ConfigFactory.load()));
    private final NodeCounters counters = new NodeCounters();
    private final TestProbe<RelayReply> scope = kit.createTestProbe(RelayReply.class);
    private final TestProbe<ScopeCommand> entity = kit.createTestProbe(ScopeCommand.class);
    private final Map<String, ActorRef<RelayCommand>> others = new HashMap<>();
    private final AtomicBoolean agentFails = new AtomicBoolean();
    private long version = 1;
    private NettyRelayEngine engine;
    private ActorRef<RelayCommand> agent;

    @BeforeEach
    void start() throws BindException {
        engine = NettyRelayEngine.start(RelayEngineSettings.loopback());
        AgentSettings settings = new AgentSettings(
                Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(10), 1);
        agent = kit.spawn(RelayAgent.create(ports(settings), new RelayTable(settings.tombstone())));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        engine.close();
    }

    @Test
    void shouldOpenOneRelayAndKeepItsSecretForTheNextActor() {
        RelayReply.Opened opened = open(FIRST, SECRET);
        assertThat(opened.heldVersion()).isZero();
        assertThat(opened.endpoints().audio()).hasSize(1);

        byte[] other = new byte[32];
        other[0] = 1;
        RelayReply.Opened again = open(SECOND, other);

        assertThat(again.secret()).isEqualTo(SECRET);
        assertThat(again.token()).isEqualTo(SECOND);
        assertThat(engine.load().relays()).isEqualTo(1);
    }

    @Test
    void shouldFenceOffOldActors() {
        open(SECOND, SECRET);

        agent.tell(new RelayCommand.Open(ROOM, FIRST, SECRET, scope.ref()));
        assertThat(scope.expectMessageClass(RelayReply.Stale.class).current()).isEqualTo(SECOND);
        agent.tell(new RelayCommand.Open(ROOM, new FencingToken(2, "c"), SECRET, scope.ref()));
        scope.expectMessageClass(RelayReply.Stale.class);
        agent.tell(new RelayCommand.Close(ROOM, FIRST, "test", scope.ref()));
        scope.expectMessageClass(RelayReply.Stale.class);
        agent.tell(new RelayCommand.Close(ROOM, SECOND, "test", scope.ref()));
        scope.expectMessageClass(RelayReply.Closed.class);
        // The tombstone remembers.
        agent.tell(new RelayCommand.Open(ROOM, FIRST, SECRET, scope.ref()));
        assertThat(scope.expectMessageClass(RelayReply.Stale.class).current()).isEqualTo(SECOND);
        agent.tell(apply(SECOND, 1, List.of()));
        scope.expectMessageClass(RelayReply.NotHeld.class);
        assertThat(counters.get(NodeCounter.STALE_COMMANDS)).isEqualTo(4);
    }

    @Test
    void shouldDeliverBehindTheRoutesAndOnce() {
        open(FIRST, SECRET);
        TestProbe<SessionCommand> alice = register("alice-1", "alice", 1);
        var delivery = RelayCommand.Delivery.to("alice-1", 1, new ClientMessage.UserReconnected("bob", "bob-1"));
        var old = RelayCommand.Delivery.to("alice-1", 0, new ClientMessage.UserReconnected("eve", "eve-1"));

        agent.tell(apply(FIRST, 1, List.of(old, delivery)));
        assertThat(scope.expectMessageClass(RelayReply.Applied.class).version()).isEqualTo(1);
        assertThat(alice.expectMessageClass(SessionCommand.Deliver.class).message())
                .isEqualTo(delivery.message());

        agent.tell(apply(FIRST, 1, List.of(old, delivery)));
        scope.expectMessageClass(RelayReply.Applied.class);
        alice.expectNoMessage(Duration.ofMillis(100));
        assertThat(counters.get(NodeCounter.DELIVERIES_DROPPED)).isEqualTo(1);
    }

    @Test
    void shouldAskForAllRoutesWhenOneIsMissing() {
        open(FIRST, SECRET);
        agent.tell(apply(FIRST, 1, List.of()));
        scope.expectMessageClass(RelayReply.Applied.class);

        agent.tell(new RelayCommand.Apply(
                ROOM, FIRST, new RoutingDelta(4, 5, false, List.of(), List.of()), List.of(), scope.ref()));

        assertThat(scope.expectMessageClass(RelayReply.NeedsResync.class).heldVersion())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeTheFullRoutesOfANewActorWhateverTheirVersion() {
        open(FIRST, SECRET);
        agent.tell(new RelayCommand.Apply(
                ROOM, FIRST, new RoutingDelta(0, 9, true, List.of(), List.of()), List.of(), scope.ref()));
        scope.expectMessageClass(RelayReply.Applied.class);
        open(SECOND, SECRET);

        agent.tell(new RelayCommand.Apply(
                ROOM, SECOND, new RoutingDelta(0, 2, true, List.of(), List.of()), List.of(), scope.ref()));

        assertThat(scope.expectMessageClass(RelayReply.Applied.class).version()).isEqualTo(2);
    }

    @Test
    void shouldReportTheLiveSessions() {
        open(FIRST, SECRET);
        register("alice-1", "alice", 3);

        ScopeCommand.RelayReport report = entity.expectMessageClass(ScopeCommand.RelayReport.class);

        assertThat(report.token()).isEqualTo(FIRST);
        assertThat(report.sessions()).containsExactly(new RelayReply.LiveSession("alice-1", 3));
    }

    @Test
    void shouldReplaceAnOlderLinkOfASession() {
        TestProbe<SessionCommand> old = register("alice-1", "alice", 1);
        register("alice-1", "alice", 2);
        old.expectMessageClass(SessionCommand.Superseded.class);
        TestProbe<SessionCommand> late = register("alice-1", "alice", 1);
        late.expectMessageClass(SessionCommand.Superseded.class);
    }

    @Test
    void shouldFanOutDataToWelcomedSessions() {
        open(FIRST, SECRET);
        TestProbe<SessionCommand> alice = register("alice-1", "alice", 1);
        TestProbe<SessionCommand> bob = register("bob-1", "bob", 1);

        send("bob", alice);
        assertThat(alice.expectMessageClass(SessionCommand.DataOutcome.class)
                        .refusal()
                        .reason())
                .isEqualTo(RefusalReason.UNKNOWN_USER);
        send("", alice);
        assertThat(alice.expectMessageClass(SessionCommand.DataOutcome.class).refusal())
                .isNull();
        bob.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldLeaveDataToTheRelayThatTheScopeGoesTo() {
        TestProbe<RelayCommand> far = pipe(true);
        TestProbe<SessionCommand> alice = welcomed("alice-1", "alice");
        TestProbe<SessionCommand> bob = welcomed("bob-1", "bob");

        send("", alice);
        alice.expectMessageClass(SessionCommand.DataOutcome.class);
        RelayCommand.Data asked = far.expectMessageClass(RelayCommand.Data.class);
        assertThat(asked.decided()).isFalse();
        bob.expectNoMessage(Duration.ofMillis(50));
        agent.tell(data("", List.of("eve-1"), true));
        assertThat(bob.expectMessageClass(SessionCommand.Deliver.class).message())
                .isInstanceOf(ClientMessage.Data.class);
        agent.tell(data("", List.of("bob-1"), true));
        bob.expectNoMessage(Duration.ofMillis(50));
        send("nobody", alice);
        assertThat(alice.expectMessageClass(SessionCommand.DataOutcome.class).refusal())
                .isNotNull();
    }

    @Test
    void shouldServeDataFirstWhereTheScopeGoes() {
        TestProbe<RelayCommand> far = pipe(false);
        TestProbe<SessionCommand> alice = welcomed("alice-1", "alice");
        TestProbe<SessionCommand> bob = welcomed("bob-1", "bob");

        send("", alice);
        alice.expectMessageClass(SessionCommand.DataOutcome.class);
        bob.expectMessageClass(SessionCommand.Deliver.class);
        assertThat(far.expectMessageClass(RelayCommand.Data.class).served()).containsExactly("bob-1");
        agent.tell(data("bob", List.of(), false));
        bob.expectMessageClass(SessionCommand.Deliver.class);
        far.expectNoMessage(Duration.ofMillis(50));
        agent.tell(data("", List.of(), false));
        RelayCommand.Data rest = far.expectMessageClass(RelayCommand.Data.class);
        assertThat(rest.served()).containsExactly("bob-1");
        assertThat(rest.decided()).isTrue();
    }

    private static RelayCommand.Data data(String toUser, List<String> served, boolean decided) {
        return new RelayCommand.Data(ROOM, "alice-1", "alice", toUser, "chat", new byte[] {1}, served, decided);
    }

    /** A relay with a pipe to another node's. */
    private TestProbe<RelayCommand> pipe(boolean onward) {
        TestProbe<RelayCommand> far = kit.createTestProbe(RelayCommand.class);
        others.put("far", far.ref());
        open(FIRST, SECRET);
        SrtpKey key = new SrtpKey(0, new byte[16], new byte[12]);
        RouteParticipant end = new RouteParticipant(
                "~pipe",
                "~pipe",
                0,
                new StunCredentials("a", "b"),
                new HopKeys(1, 2, key, key),
                List.of(),
                RouteSubscription.ALL,
                false,
                false,
                new PipeRoute("127.0.0.1", 9, "127.0.0.1", 9, new StunCredentials("c", "d"), "far", onward));
        agent.tell(new RelayCommand.Apply(
                ROOM, FIRST, new RoutingDelta(0, 1, true, List.of(end), List.of()), List.of(), scope.ref()));
        scope.expectMessageClass(RelayReply.Applied.class);
        return far;
    }

    private TestProbe<SessionCommand> welcomed(String sessionId, String userId) {
        TestProbe<SessionCommand> session = register(sessionId, userId, 1);
        agent.tell(apply(FIRST, ++version, List.of(welcome(sessionId))));
        session.expectMessageClass(SessionCommand.Deliver.class);
        return session;
    }

    @Test
    void shouldTellAllButOneWhatIsForEverybody() {
        open(FIRST, SECRET);
        TestProbe<SessionCommand> alice = register("alice-1", "alice", 1);
        TestProbe<SessionCommand> bob = register("bob-1", "bob", 1);
        TestProbe<SessionCommand> eve = register("eve-1", "eve", 1);
        var news = RelayCommand.Delivery.toOthers("bob-1", joined("bob", "bob-1"));
        var more = RelayCommand.Delivery.toAll(new ClientMessage.UserReconnected("bob", "bob-1"));

        agent.tell(apply(FIRST, 1, List.of(welcome("alice-1"), news, more, welcome("bob-1"))));

        alice.expectMessageClass(SessionCommand.Deliver.class);
        assertThat(alice.expectMessageClass(SessionCommand.DeliverAll.class).deliveries())
                .containsExactly(news, more);
        bob.expectMessageClass(SessionCommand.Deliver.class);
        eve.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldCompleteAWelcomeWithWhatTheOthersWereTold() {
        open(FIRST, SECRET);
        TestProbe<SessionCommand> alice = register("alice-1", "alice", 1);
        var news = RelayCommand.Delivery.toOthers("bob-1", joined("bob", "bob-1"));

        agent.tell(apply(FIRST, 1, List.of(news, welcome("alice-1"))));

        var welcome = (ClientMessage.Welcome)
                alice.expectMessageClass(SessionCommand.Deliver.class).message();
        assertThat(welcome.participants()).extracting(p -> p.userId()).containsExactly("bob");
    }

    @Test
    void shouldApplyAChangeInPiecesWhenTheLastOneIsThere() {
        open(FIRST, SECRET);
        TestProbe<SessionCommand> alice = register("alice-1", "alice", 1);
        List<RelayCommand.Delivery> deliveries = new ArrayList<>(List.of(welcome("alice-1")));
        for (int i = 0; i < 4000; i++) {
            deliveries.add(RelayCommand.Delivery.toAll(joined("user-" + i, "session-" + i)));
        }
        RelayCommand.Apply whole = apply(FIRST, 1, deliveries);
        List<RelayCommand> pieces = new ArrayList<>(Pieces.cut(kit.system(), whole));
        assertThat(pieces)
                .hasSizeGreaterThan(2)
                .allMatch(p -> ((RelayCommand.Piece) p).bytes().length <= Pieces.MAX_BYTES);
        Collections.shuffle(pieces, new Random(5));

        pieces.forEach(agent::tell);
        assertThat(scope.expectMessageClass(RelayReply.Applied.class).version()).isEqualTo(1);
        alice.expectMessageClass(SessionCommand.Deliver.class);
        assertThat(alice.expectMessageClass(SessionCommand.DeliverAll.class).deliveries())
                .isEqualTo(deliveries.subList(1, deliveries.size()));

        pieces.forEach(agent::tell);
        scope.expectMessageClass(RelayReply.Applied.class);
        alice.expectNoMessage(Duration.ofMillis(50));
        pieces.subList(1, pieces.size()).forEach(agent::tell);
        scope.expectNoMessage(Duration.ofMillis(50));
    }

    private static ClientMessage joined(String user, String sessionId) {
        return new ClientMessage.UserJoined(
                new ParticipantInfo(user, sessionId, ClientKind.NATIVE, List.of(), null, null));
    }

    private static RelayCommand.Delivery welcome(String sessionId) {
        SrtpKey key = new SrtpKey(0, new byte[16], new byte[12]);
        return RelayCommand.Delivery.to(
                sessionId,
                1,
                new ClientMessage.Welcome(
                        "app",
                        "room",
                        sessionId,
                        sessionId,
                        1,
                        false,
                        List.of(),
                        List.of(),
                        new MediaEndpoints(List.of(), List.of(), List.of()),
                        new StunCredentials("u", "p"),
                        new HopKeys(1, 2, key, key),
                        new byte[0],
                        Topology.RELAY));
    }

    @Test
    void shouldRefuseRelaysAboveItsBound() {
        open(FIRST, SECRET);
        agent.tell(new RelayCommand.Open(new ScopeKey("app", "other"), FIRST, SECRET, scope.ref()));
        scope.expectMessageClass(RelayReply.RefusedFull.class);
    }

    @Test
    void shouldCloseARelayThatNobodyHasUsedForTheSilentTime() {
        AgentSettings quick = new AgentSettings(
                Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMillis(600), Duration.ofMinutes(10), 2);
        agent = kit.spawn(RelayAgent.create(ports(quick), new RelayTable(quick.tombstone())));
        long openedNs = System.nanoTime();
        open(FIRST, SECRET);
        await().until(() -> counters.get(NodeCounter.RELAYS_SILENT) == 1);
        assertThat(System.nanoTime() - openedNs)
                .isGreaterThan(Duration.ofMillis(600).toNanos());
        agent.tell(new RelayCommand.Query(ROOM, scope.ref()));
        scope.expectMessageClass(RelayReply.NotHeld.class);
        assertThat(engine.load().relays()).isZero();

        open(SECOND, SECRET);
        register("alice-1", "alice", 1);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(3))
                .until(() -> counters.get(NodeCounter.RELAYS_SILENT) == 1);
        agent.tell(new RelayCommand.Query(ROOM, scope.ref()));
        scope.expectMessageClass(RelayReply.Held.class);
    }

    @Test
    void shouldReportAtOnceWhenAMemberIsGone() {
        AgentSettings rare = new AgentSettings(
                Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(60), Duration.ofMinutes(10), 1);
        agent = kit.spawn(RelayAgent.create(ports(rare), new RelayTable(rare.tombstone())));
        open(FIRST, SECRET);
        entity.expectNoMessage(Duration.ofMillis(300));
        agent.tell(new AgentCommand.MemberGone());
        assertThat(entity.expectMessageClass(ScopeCommand.RelayReport.class).token())
                .isEqualTo(FIRST);
    }

    @Test
    void shouldGoOnWithItsRelaysWhenItIsRestarted() {
        open(FIRST, SECRET);
        register("alice-1", "alice", 3);
        entity.expectMessageClass(ScopeCommand.RelayReport.class);
        agentFails.set(true);
        await().until(() -> !agentFails.get());

        ScopeCommand.RelayReport report = entity.expectMessageClass(ScopeCommand.RelayReport.class);
        assertThat(report.sessions()).containsExactly(new RelayReply.LiveSession("alice-1", 3));
        agent.tell(apply(FIRST, 1, List.of()));
        assertThat(scope.expectMessageClass(RelayReply.Applied.class).version()).isEqualTo(1);
        agent.tell(new RelayCommand.Query(ROOM, scope.ref()));
        assertThat(scope.expectMessageClass(RelayReply.Held.class).secret()).isEqualTo(SECRET);
        assertThat(engine.load().relays()).isEqualTo(1);
    }

    private AgentPorts ports(AgentSettings settings) {
        return new AgentPorts(
                new NodeRef("akka://mediascope@127.0.0.1:1", 7, "local", "127.0.0.1", 7443),
                engine,
                address -> Optional.ofNullable(others.get(address)),
                (key, command) -> {
                    if (agentFails.compareAndSet(true, false)) {
                        throw new IllegalStateException("the agent fails once");
                    }
                    entity.ref().tell(command);
                },
                counters,
                settings,
                new Random(1));
    }

    private void send(String toUser, TestProbe<SessionCommand> from) {
        agent.tell(new LocalRelayCommand.SendData(
                ROOM, "alice-1", "alice", 1, toUser, "chat", new byte[] {1}, from.ref()));
    }

    private TestProbe<SessionCommand> register(String sessionId, String userId, int epoch) {
        TestProbe<SessionCommand> session = kit.createTestProbe(SessionCommand.class);
        agent.tell(new LocalRelayCommand.RegisterSession(ROOM, sessionId, userId, epoch, session.ref()));
        return session;
    }

    private RelayReply.Opened open(FencingToken token, byte[] secret) {
        agent.tell(new RelayCommand.Open(ROOM, token, secret, scope.ref()));
        return scope.expectMessageClass(RelayReply.Opened.class);
    }

    private RelayCommand.Apply apply(FencingToken token, long version, List<RelayCommand.Delivery> deliveries) {
        return new RelayCommand.Apply(
                ROOM,
                token,
                new RoutingDelta(version - 1, version, false, List.of(), List.of()),
                deliveries,
                scope.ref());
    }
}
