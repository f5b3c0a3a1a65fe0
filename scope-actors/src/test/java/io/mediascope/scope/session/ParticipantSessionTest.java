package io.mediascope.scope.session;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.entity.JoinReply;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.entity.ScopeLimits;
import io.mediascope.scope.entity.ScopeSettings;
import io.mediascope.scope.entity.TestClock;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParticipantSessionTest {
    private static final NodeRef NODE = new NodeRef("akka://test@127.0.0.1:1", 1, "here", "127.0.0.1", 7443);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config()
            .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
            .withFallback(ConfigFactory.load()));
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestClock clock = new TestClock();
    private final TestProbe<ScopeCommand> scope = kit.createTestProbe();
    private final TestProbe<RelayCommand> agent = kit.createTestProbe();
    private final TestProbe<Object> client = kit.createTestProbe();
    private final ActorRef<SessionCommand> session = kit.spawn(ParticipantSession.create(
            new SessionAuth("app", "room", "ann", Set.of(Grant.PUBLISH, Grant.DATA), true, ScopeLimits.DEFAULT),
            new Port(),
            new SessionPorts(
                    scope.ref(), agent.ref(), NODE, clock, new Random(1), ScopeSettings.create(ConfigFactory.load()))));

    private final class Port implements LinkPort {
        @Override
        public void send(ClientMessage message) {
            client.ref().tell(message);
        }

        @Override
        public byte[] issueMediaTicket(String sessionId) {
            return new byte[] {1};
        }

        @Override
        public void close() {
            client.ref().tell("closed");
        }
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldJoinRegisterAndWelcome() {
        welcomed();
    }

    @Test
    void shouldRefuseWhatComesTooEarly() {
        session.tell(new SessionCommand.FromClient(5, new ClientRequest.Publish(List.of())));
        assertThat(refusal().reason()).isEqualTo(RefusalReason.WRONG_STATE);
    }

    @Test
    void shouldRepeatTheJoinAndTimeOut() {
        ScopeCommand.Join first = authenticate();
        pass(1);
        assertThat(((ScopeCommand.Join) scope.receiveMessage()).commandId()).isEqualTo(first.commandId());
        for (int i = 0; i < 20; i++) {
            pass(1);
        }
        assertThat(refusal().reason()).isEqualTo(RefusalReason.TIMED_OUT);
        client.expectMessage("closed");
        first.replyTo().tell(new JoinReply.Admitted(first.commandId(), "s1", 1, false));
        ScopeCommand command = scope.receiveMessage();
        while (command instanceof ScopeCommand.Join) {
            command = scope.receiveMessage();
        }
        ScopeCommand.LinkLost lost = (ScopeCommand.LinkLost) command;
        lost.replyTo().tell(new RequestReply.Accepted(lost.commandId(), List.of()));
        client.expectTerminated(session);
    }

    @Test
    void shouldSayThatTheJournalIsAwayBeforeTheClientGivesUp() {
        ScopeCommand.Join join = authenticate();
        for (int i = 0; i < 6; i++) {
            join.replyTo()
                    .tell(new JoinReply.Refused(
                            join.commandId(), Refusal.retryable(RefusalReason.JOURNAL_UNAVAILABLE, "down", 0)));
            pass(1);
        }
        assertThat(refusal().reason()).isEqualTo(RefusalReason.JOURNAL_UNAVAILABLE);
    }

    @Test
    void shouldOutliveItsLinkUntilTheScopeKnows() {
        ScopeCommand.Join join = authenticate();
        session.tell(new SessionCommand.LinkClosed("gone", Duration.ZERO));
        join.replyTo().tell(new JoinReply.Admitted(join.commandId(), "s1", 1, false));
        ScopeCommand.LinkLost lost = (ScopeCommand.LinkLost) scope.receiveMessage();
        lost.replyTo()
                .tell(new RequestReply.Refused(
                        lost.commandId(), Refusal.retryable(RefusalReason.JOURNAL_UNAVAILABLE, "down", 0)));
        pass(1);
        lost = (ScopeCommand.LinkLost) scope.receiveMessage();
        lost.replyTo().tell(new RequestReply.Accepted(lost.commandId(), List.of()));
        client.expectTerminated(session);
    }

    /** Keep-alives are answered below the session. */
    @Test
    void shouldSayWhenTheClientWasLastHeard() {
        welcomed();
        pass(20);
        session.tell(new SessionCommand.LinkClosed("SILENT", Duration.ofSeconds(6)));
        ScopeCommand.LinkLost lost = (ScopeCommand.LinkLost) scope.receiveMessage();
        assertThat(lost.lastSeenAt()).isEqualTo(clock.instant().minusSeconds(6));
    }

    @Test
    void shouldLeaveOnGoodbye() {
        welcomed();
        session.tell(new SessionCommand.FromClient(0, new ClientRequest.Goodbye("bye")));
        client.expectMessage("closed");
        ScopeCommand.Leave leave = (ScopeCommand.Leave) scope.receiveMessage();
        leave.replyTo().tell(new RequestReply.Accepted(leave.commandId(), List.of()));
        client.expectTerminated(session);
    }

    @Test
    void shouldRemindAScopeThatDoesNotKnowWhatIsMuted() {
        welcomed();
        session.tell(new SessionCommand.FromClient(3, new ClientRequest.Mute("mic", true)));
        ScopeCommand.Mute asked = (ScopeCommand.Mute) scope.receiveMessage();
        asked.replyTo().tell(new RequestReply.Accepted(asked.commandId(), List.of()));
        client.expectMessage(new ClientMessage.Accepted(3, List.of()));
        TrackInfo forgotten = new TrackInfo("mic", TrackKind.AUDIO, Codec.OPUS, List.of(), "", false);
        session.tell(new SessionCommand.Deliver(new ClientMessage.View(
                List.of(new ParticipantInfo("ann", "s1", ClientKind.BROWSER, List.of(forgotten), null, null)),
                Topology.RELAY)));
        ScopeCommand.Mute again = (ScopeCommand.Mute) scope.receiveMessage();
        assertThat(again.trackId()).isEqualTo("mic");
        assertThat(again.muted()).isTrue();
        again.replyTo().tell(new RequestReply.Accepted(again.commandId(), List.of()));
        client.expectNoMessage(java.time.Duration.ofMillis(50));
    }

    @Test
    void shouldLimitDataMessages() {
        welcomed();
        session.tell(new SessionCommand.FromClient(9, new ClientRequest.SendData("", "t", new byte[70_000])));
        assertThat(refusal().reason()).isEqualTo(RefusalReason.MESSAGE_TOO_LARGE);
        for (int i = 0; i <= 100; i++) {
            session.tell(new SessionCommand.FromClient(9, new ClientRequest.SendData("", "t", new byte[1])));
        }
        assertThat(refusal().reason()).isEqualTo(RefusalReason.RATE_LIMITED);
    }

    @Test
    void shouldEndWhenReplaced() {
        welcomed();
        session.tell(new SessionCommand.Superseded());
        assertThat(refusal().reason()).isEqualTo(RefusalReason.REPLACED_BY_NEWER_LINK);
        client.expectMessage("closed");
        client.expectTerminated(session);
    }

    @Test
    void shouldKeepKeysFromThoseWhoMayNotReceive() {
        welcomed();
        TrackInfo.LayerInfo layer = new TrackInfo.LayerInfo(
                LayerName.HIGH, 5, 1, 0, 0, 0, 0, List.of(new SrtpKey(1, new byte[16], new byte[12])));
        TrackInfo track = new TrackInfo("mic", TrackKind.AUDIO, Codec.OPUS, List.of(layer), "", false);
        ParticipantInfo bob = new ParticipantInfo("bob", "s2", ClientKind.NATIVE, List.of(track), null, null);
        ClientMessage own = new ClientMessage.TracksReplaced("ann", List.of(track));
        session.tell(new SessionCommand.DeliverAll(List.of(
                Delivery.toOthers("s1", new ClientMessage.UserReconnected("ann", "s1")),
                Delivery.toOthers("s2", new ClientMessage.UserJoined(bob)))));
        session.tell(new SessionCommand.Deliver(own));
        ParticipantInfo told = ((ClientMessage.UserJoined) client.receiveMessage()).participant();
        assertThat(told.tracks().get(0).layers().get(0).ssrc()).isEqualTo(5);
        assertThat(told.tracks().get(0).layers().get(0).keys()).isEmpty();
        assertThat(client.receiveMessage()).isEqualTo(own);
    }

    private ScopeCommand.Join authenticate() {
        session.tell(new SessionCommand.FromClient(
                1,
                new ClientRequest.Authenticate(
                        ClientKind.NATIVE, "1", "j", List.of(), RouteSubscription.ALL, null, false)));
        return (ScopeCommand.Join) scope.receiveMessage();
    }

    private void welcomed() {
        ScopeCommand.Join join = authenticate();
        join.replyTo().tell(new JoinReply.Admitted(join.commandId(), "s1", 1, false));
        assertThat(agent.receiveMessage()).isInstanceOf(LocalRelayCommand.RegisterSession.class);
        assertThat(scope.receiveMessage()).isEqualTo(new ScopeCommand.LinkReady("s1", 1));
        SrtpKey key = new SrtpKey(1, new byte[16], new byte[12]);
        session.tell(new SessionCommand.Deliver(new ClientMessage.Welcome(
                "app",
                "room",
                "ann",
                "s1",
                1,
                false,
                List.of(),
                List.of(),
                new MediaEndpoints(List.of(), List.of(), List.of()),
                new StunCredentials("00", "p"),
                new HopKeys(1, 2, key, key),
                new byte[0],
                Topology.RELAY)));
        ClientMessage.Welcome welcome = (ClientMessage.Welcome) client.receiveMessage();
        assertThat(welcome.resumeTicket()).hasSize(32).isNotEqualTo(join.ticketHash());
        assertThat(sha256(welcome.resumeTicket())).isEqualTo(join.ticketHash());
    }

    private static byte[] sha256(byte[] ticket) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ticket);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Refusal refusal() {
        return ((ClientMessage.Refused) client.receiveMessage()).refusal();
    }

    private void pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        time.timePasses(Duration.ofSeconds(seconds));
    }
}
