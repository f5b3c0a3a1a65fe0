package io.mediascope.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.media.model.Topology;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.PipeRoute;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.Pieces;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the agent brings to the links of a relay: the scope's messages, and data of its participants. */
class RelayAgentMessagesTest extends RelayAgentFixture {
    private long version = 1;

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

    private void send(String toUser, TestProbe<SessionCommand> from) {
        agent.tell(new LocalRelayCommand.SendData(
                ROOM, "alice-1", "alice", 1, toUser, "chat", new byte[] {1}, from.ref()));
    }
}
