package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.media.model.Topology;
import io.mediascope.scope.account.AccountCommand;
import io.mediascope.scope.account.AccountReply;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MediaScopeTest {
    private final ScopeFixture f = new ScopeFixture();

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void shouldBeginAndEndALife() {
        JoinReply.Admitted a = f.join("ann").tracks(ScopeFixture.video("cam")).admitted();
        f.ready(a);
        ClientMessage.Welcome welcome = f.told(a.sessionId(), ClientMessage.Welcome.class);
        assertThat(welcome.ownTracks()).hasSize(1);
        assertThat(welcome.stun().ufrag()).startsWith("03");
        assertThat(f.relay().routes.participants()).containsKey(a.sessionId());
        f.leave(a);
        assertThat(f.eventTypes())
                .containsExactly(
                        "ScopeCreated", "ParticipantJoined", "TrackPublished", "ParticipantLeft", "ScopeDisposed");
        f.settle();
        assertThat(f.relay().held).isFalse();
        f.in("bob");
        assertThat(f.describe().life()).isEqualTo(2);
        assertThat(f.events()).extracting(e -> e.header().sequenceNumber()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void shouldAnswerARepeatedJoinFromState() {
        JoinReply first = f.join("ann").command("x", "j").send();
        JoinReply again = f.join("ann").command("x", "j").send();
        assertThat(again).isEqualTo(first);
        assertThat(f.events(ScopeEvent.ParticipantJoined.class)).hasSize(1);
    }

    @Test
    void shouldNotBringBackWhoHasLeftByALateCopyOfTheJoin() {
        f.in("bob");
        JoinReply.Admitted a = f.join("ann").command("x", "j").admitted();
        byte[] ticket = "ticket-x".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        f.ready(a);
        f.leave(f.join("ann").command("y", "k").presenting(ticket).admitted());

        assertThat(f.join("ann").command("x", "j").refused()).isEqualTo(RefusalReason.WRONG_STATE);
        assertThat(f.join("ann").command("y", "k").refused()).isEqualTo(RefusalReason.WRONG_STATE);
        f.restart();
        f.pass(Duration.ofMillis(500));
        assertThat(f.join("ann").command("x", "j").refused()).isEqualTo(RefusalReason.WRONG_STATE);
        assertThat(f.events(ScopeEvent.ParticipantJoined.class)).hasSize(2);
        assertThat(f.join("ann").command("z", "l").admitted().sessionId()).isNotEqualTo(a.sessionId());
    }

    @Test
    void shouldNotBringBackWhoLeavesInTheSameTurn() {
        f.in("bob");
        JoinReply.Admitted a = f.join("ann").command("x", "j").admitted();
        f.ready(a);
        TestProbe<JoinReply> other = f.kit.createTestProbe();
        TestProbe<JoinReply> copy = f.kit.createTestProbe();
        TestProbe<RequestReply> left = f.kit.createTestProbe();

        // What comes while the first is written is one turn.
        f.scope.tell(f.join("cat").to(other.ref()));
        f.scope.tell(new ScopeCommand.Leave("l", a.sessionId(), a.linkEpoch(), LeaveReason.CLIENT_LEFT, left.ref()));
        f.scope.tell(f.join("ann").command("x", "j").to(copy.ref()));

        assertThat(copy.expectMessageClass(JoinReply.Refused.class).refusal().reason())
                .isEqualTo(RefusalReason.WRONG_STATE);
        assertThat(f.events(ScopeEvent.ParticipantJoined.class)).hasSize(3);
    }

    @Test
    void shouldCountOneAttemptOverTwoLinksOnce() {
        JoinReply.Admitted a = f.join("ann").command("x", "j").admitted();
        JoinReply.Admitted b = f.join("ann").command("y", "j").admitted();
        assertThat(b.sessionId()).isEqualTo(a.sessionId());
        assertThat(b.linkEpoch()).isEqualTo(2);
        assertThat(f.events(ScopeEvent.ParticipantJoined.class)).hasSize(1);
    }

    @Test
    void shouldRouteNothingToThoseWhoMayNotReceive() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted deaf = f.join("deaf").grants(Grant.PUBLISH).admitted();
        f.ready(deaf);
        f.join("bob").tracks(ScopeFixture.audio("mic")).admitted();
        ClientMessage.UserJoined seen = f.told(a.sessionId(), ClientMessage.UserJoined.class);
        assertThat(seen.participant().tracks().get(0).layers().get(0).keys()).hasSize(1);
        assertThat(f.relay()
                        .routes
                        .participants()
                        .get(deaf.sessionId())
                        .subscription()
                        .mode())
                .isEqualTo(io.mediascope.media.routing.RouteSubscription.Mode.NONE);
    }

    @Test
    void shouldRefuseDistinctly() {
        assertThat(f.join("ann")
                        .grants(Grant.SUBSCRIBE)
                        .tracks(ScopeFixture.audio("m"))
                        .refused())
                .isEqualTo(RefusalReason.MISSING_GRANT);
        f.in("ann");
        assertThat(f.join("ann").refused()).isEqualTo(RefusalReason.USER_ALREADY_IN_SCOPE);
        assertThat(f.join("ann").presenting(new byte[] {1}).refused()).isEqualTo(RefusalReason.TICKET_INVALID);
        assertThat(f.join("bob").limits(1, 0).refused()).isEqualTo(RefusalReason.SCOPE_FULL);
        f.journalUp.set(false);
        assertThat(f.join("cat").refused()).isEqualTo(RefusalReason.JOURNAL_UNAVAILABLE);
    }

    @Test
    void shouldAdmitExactlyTheLimit() {
        TestProbe<JoinReply> replies = f.kit.createTestProbe();
        for (int i = 0; i < 200; i++) {
            f.scope.tell(f.join("u" + i).limits(100, 0).to(replies.ref()));
        }
        List<JoinReply> all = replies.receiveSeveralMessages(200, Duration.ofSeconds(30));
        assertThat(all.stream().filter(JoinReply.Admitted.class::isInstance)).hasSize(100);
        assertThat(f.events(ScopeEvent.ParticipantJoined.class)).hasSize(100);
    }

    @Test
    void shouldResumeWithATicketAndRenewTracks() {
        JoinReply.Admitted a = f.join("ann")
                .command("x", "j1")
                .tracks(ScopeFixture.video("cam"))
                .admitted();
        f.ready(a);
        JoinReply.Admitted b = f.in("bob");
        int before = f.events(ScopeEvent.TrackPublished.class)
                .get(0)
                .track()
                .layers()
                .get(0)
                .ssrc();
        byte[] ticket = "ticket-x".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        JoinReply.Admitted back =
                f.join("ann").command("y", "j2").presenting(ticket).admitted();
        assertThat(back.resumed()).isTrue();
        assertThat(back.sessionId()).isEqualTo(a.sessionId());
        f.ready(back);
        ScopeEvent.TrackReplaced replaced =
                f.events(ScopeEvent.TrackReplaced.class).get(0);
        assertThat(replaced.track().layers().get(0).ssrc()).isNotEqualTo(before);
        assertThat(replaced.track().layers().get(0).incarnation()).isEqualTo(2);
        f.awaitTold(b.sessionId(), ClientMessage.UserReconnected.class);
        f.awaitTold(b.sessionId(), ClientMessage.TracksReplaced.class);
        f.settle();
        assertThat(f.relay().deliveries).anySatisfy(d -> {
            assertThat(d.linkEpoch()).isEqualTo(1);
            assertThat(d.message()).isInstanceOf(ClientMessage.Refused.class);
        });
        f.join("ann").command("z", "j3").presenting(ticket).admitted();
        byte[] second = "ticket-y".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(f.join("ann").presenting(second).refused()).isEqualTo(RefusalReason.TICKET_INVALID);
    }

    @Test
    void shouldIgnoreTheLossOfAnOlderLink() {
        JoinReply.Admitted a = f.join("ann").command("x", "j").admitted();
        f.join("ann").command("y", "j").admitted();
        f.lose(a);
        f.pass(Duration.ofSeconds(40));
        assertThat(f.events(ScopeEvent.ParticipantLeft.class)).isEmpty();
    }

    @Test
    void shouldLetALostLinkLeaveAfterItsTime() {
        JoinReply.Admitted a = f.in("ann");
        Instant seen = f.clock.instant();
        f.lose(a);
        f.timer(Duration.ofSeconds(29));
        assertThat(f.events(ScopeEvent.ParticipantLeft.class)).isEmpty();
        f.timer(Duration.ofSeconds(2));
        ScopeEvent.ParticipantLeft left =
                f.events(ScopeEvent.ParticipantLeft.class).get(0);
        assertThat(left.reason()).isEqualTo(LeaveReason.LINK_LOST);
        assertThat(left.lastSeenAt()).isEqualTo(seen);
    }

    @Test
    void shouldReplaceAUserWhoseLinkIsLost() {
        JoinReply.Admitted a = f.in("ann");
        f.lose(a);
        JoinReply.Admitted b = f.join("ann").admitted();
        assertThat(b.sessionId()).isNotEqualTo(a.sessionId());
        assertThat(f.eventTypes())
                .containsExactly("ScopeCreated", "ParticipantJoined", "ParticipantLeft", "ParticipantJoined");
        assertThat(f.events(ScopeEvent.ParticipantLeft.class).get(0).reason()).isEqualTo(LeaveReason.REPLACED);
    }

    @Test
    void shouldPublishIdempotentlyBehindTheRoute() {
        JoinReply.Admitted a = f.in("ann");
        ScopeCommand.Publish publish = new ScopeCommand.Publish(
                "p",
                a.sessionId(),
                1,
                77,
                List.of(ScopeFixture.video("cam")),
                ScopeLimits.DEFAULT,
                f.kit.<RequestReply>createTestProbe().ref());
        f.scope.tell(publish);
        f.scope.tell(publish);
        f.describe();
        assertThat(f.events(ScopeEvent.TrackPublished.class)).hasSize(1);
        ClientMessage.Accepted accepted = f.told(a.sessionId(), ClientMessage.Accepted.class);
        assertThat(accepted.requestId()).isEqualTo(77);
        assertThat(accepted.ownTracks().get(0).layers().get(0).keys()).hasSize(1);
        RequestReply exists = f.ask(r -> new ScopeCommand.Publish(
                "q", a.sessionId(), 1, 78, List.of(ScopeFixture.video("cam")), ScopeLimits.DEFAULT, r));
        assertThat(((RequestReply.Refused) exists).refusal().reason()).isEqualTo(RefusalReason.TRACK_EXISTS);
        RequestReply unknown = f.ask(r -> new ScopeCommand.Unpublish("u", a.sessionId(), 1, List.of("x"), r));
        assertThat(((RequestReply.Refused) unknown).refusal().reason()).isEqualTo(RefusalReason.UNKNOWN_TRACK);
    }

    @Test
    void shouldKnowARepeatedUnpublishEvenAfterARestart() {
        JoinReply.Admitted a = f.join("ann").tracks(ScopeFixture.video("cam")).admitted();
        f.ready(a);
        f.holds(a);
        ScopeFixture.Ask unpublish = r -> new ScopeCommand.Unpublish("u", a.sessionId(), 1, List.of("cam"), r);
        assertThat(f.ask(unpublish)).isInstanceOf(RequestReply.Accepted.class);
        assertThat(f.ask(unpublish)).isInstanceOf(RequestReply.Accepted.class);
        f.restart();
        f.pass(Duration.ofMillis(500));
        assertThat(f.ask(unpublish)).isInstanceOf(RequestReply.Accepted.class);
        assertThat(f.events(ScopeEvent.TrackUnpublished.class)).hasSize(1);
    }

    @Test
    void shouldGoDirectAndBack() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        ClientMessage.P2pStart start = direct(a, b);
        ClientMessage.P2pStart other = f.told(b.sessionId(), ClientMessage.P2pStart.class);
        assertThat(start.local()).isEqualTo(other.remote());
        assertThat(start.rtcp().clientToNode()).isEqualTo(other.rtcp().nodeToClient());
        assertThat(start.controlling()).isNotEqualTo(other.controlling());
        assertThat(f.relay().routes.participants().get(a.sessionId()).direct()).isTrue();
        f.in("cat");
        assertThat(f.told(b.sessionId(), ClientMessage.P2pStop.class).planned()).isTrue();
        assertThat(f.describe().topology()).isEqualTo(Topology.RELAY);
        f.scope.tell(new ScopeCommand.P2pRelayCarries(a.sessionId(), 1, start.attempt()));
        f.awaitTold(b.sessionId(), ClientMessage.P2pDrop.class);
        f.pass(Duration.ofSeconds(4));
        f.awaitTold(a.sessionId(), ClientMessage.P2pDrop.class);
        assertThat(f.events(ScopeEvent.TopologyChanged.class)).hasSize(2);
    }

    @Test
    void shouldSayWhyAPairIsOver() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        direct(a, b);
        f.leave(b);
        assertThat(lastTopology()).isEqualTo("a participant left");
        JoinReply.Admitted c = f.in("cat");
        direct(a, c);
        f.lose(c);
        assertThat(lastTopology()).isEqualTo("a participant's link was lost");
        f.leave(c);
        JoinReply.Admitted d = f.in("dan");
        direct(a, d);
        f.onUdp(d, false);
        f.describe();
        assertThat(lastTopology()).isEqualTo("a participant's UDP path to the relay was lost");
    }

    /** Lets the two prove the direct path; what the first was told of it. */
    private ClientMessage.P2pStart direct(JoinReply.Admitted a, JoinReply.Admitted b) {
        f.onUdp(a);
        f.onUdp(b);
        f.pass(Duration.ofSeconds(6));
        ClientMessage.P2pStart start = f.told(a.sessionId(), ClientMessage.P2pStart.class);
        f.scope.tell(new ScopeCommand.P2pEstablished(a.sessionId(), 1, start.attempt(), "x", 1));
        f.scope.tell(new ScopeCommand.P2pEstablished(b.sessionId(), 1, start.attempt(), "x", 1));
        f.awaitTold(a.sessionId(), ClientMessage.P2pSwitch.class);
        assertThat(f.describe().topology()).isEqualTo(Topology.PEER_TO_PEER);
        return start;
    }

    private String lastTopology() {
        List<ScopeEvent.TopologyChanged> changes = f.events(ScopeEvent.TopologyChanged.class);
        return changes.get(changes.size() - 1).reason();
    }

    @Test
    void shouldCoalesceTransportChanges() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        for (int i = 0; i < 10; i++) {
            f.onUdp(a);
            f.scope.tell(new ScopeCommand.TransportChanged(
                    ScopeFixture.NODE,
                    a.sessionId(),
                    io.mediascope.media.model.MediaType.VIDEO,
                    io.mediascope.media.model.Transport.TCP,
                    "tls",
                    null));
            f.pass(Duration.ofMillis(500));
        }
        assertThat(f.events(ScopeEvent.TransportChanged.class)).hasSizeBetween(1, 2);
        f.settle();
        assertThat(f.relay().told(b.sessionId()).stream().filter(ClientMessage.TransportChanged.class::isInstance))
                .hasSizeGreaterThan(10);
    }

    @Test
    void shouldNeverLetTimeRunBackwards() {
        JoinReply.Admitted a = f.in("ann");
        f.clock.set(Instant.parse("2029-01-01T00:00:00Z"));
        f.leave(a);
        assertThat(f.events())
                .isSortedAccordingTo(
                        (x, y) -> x.header().time().compareTo(y.header().time()));
    }

    @Test
    void shouldAskTheAccountForSeats() {
        TestProbe<JoinReply> reply = f.kit.createTestProbe();
        f.scope.tell(f.join("ann").limits(10, 2).to(reply.ref()));
        AccountCommand.Borrow borrow = (AccountCommand.Borrow) f.accounts.receiveMessage();
        borrow.replyTo().tell(new AccountReply.Lent(1, f.clock.instant().plusSeconds(60)));
        assertThat(reply.receiveMessage()).isInstanceOf(JoinReply.Admitted.class);
        f.scope.tell(f.join("bob").limits(10, 2).to(reply.ref()));
        borrow = (AccountCommand.Borrow) f.accounts.receiveMessage();
        assertThat(borrow.needed()).isEqualTo(2);
        borrow.replyTo().tell(new AccountReply.OverLimit(1, f.clock.instant().plusSeconds(60), 2));
        JoinReply refused = reply.receiveMessage();
        assertThat(((JoinReply.Refused) refused).refusal().reason()).isEqualTo(RefusalReason.APPLICATION_OVER_LIMIT);
    }

    @Test
    void shouldEndEverybodyWhenStopped() {
        JoinReply.Admitted a = f.in("ann");
        f.ask(r -> new ScopeCommand.StopScope("s", "done", r));
        f.awaitTold(a.sessionId(), ClientMessage.Farewell.class);
        assertThat(f.eventTypes()).endsWith("ParticipantLeft", "ScopeDisposed");
    }
}
