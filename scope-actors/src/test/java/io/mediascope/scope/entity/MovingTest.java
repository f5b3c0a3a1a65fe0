package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.RelayCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A scope goes to another node while its participants stay in. */
class MovingTest {
    private static final NodeRef OTHER = new NodeRef("akka://test@127.0.0.1:2", 2, "here", "127.0.0.2", 7443);

    private final ScopeFixture f = new ScopeFixture();
    private final FakeAgent.Relay other = f.node(OTHER);

    MovingTest() {
        f.places.add(OTHER);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private RequestReply move(String target) {
        TestProbe<RequestReply> replies = f.kit.createTestProbe();
        f.scope.tell(new ScopeCommand.MoveRelay("m-" + target, target, "a test", replies.ref()));
        RequestReply reply = replies.receiveMessage(Duration.ofSeconds(5));
        f.settle();
        return reply;
    }

    private JoinReply.Admitted joined(String user) {
        JoinReply.Admitted a = f.join(user).command("c-" + user, "j-" + user).admitted();
        f.ready(a);
        return a;
    }

    private JoinReply.Admitted comesOver(String user) {
        JoinReply.Admitted a = f.join(user)
                .command("d-" + user, "k-" + user)
                .presenting(("ticket-c-" + user).getBytes(StandardCharsets.UTF_8))
                .on(OTHER)
                .moving()
                .admitted();
        f.ready(a);
        return a;
    }

    private void letsGo(JoinReply.Admitted before) {
        TestProbe<RequestReply> replies = f.kit.createTestProbe();
        f.scope.tell(new ScopeCommand.LinkLost(
                "e-" + before.sessionId(), before.sessionId(), before.linkEpoch(), f.clock.instant(), replies.ref()));
        replies.receiveMessage(Duration.ofSeconds(5));
    }

    private static RouteParticipant route(FakeAgent.Relay relay, String sessionId) {
        return Objects.requireNonNull(relay.routes.participants().get(sessionId), sessionId);
    }

    @Test
    void shouldCallEverybodyOverAndCloseTheOldRelayWhenAllHaveCome() {
        JoinReply.Admitted ann = joined("ann");
        JoinReply.Admitted bob = joined("bob");
        byte[] secret = f.relay().secret;
        long n = f.relay().token.n();

        assertThat(move(OTHER.address())).isInstanceOf(RequestReply.Accepted.class);
        assertThat(other.secret).isEqualTo(secret);
        assertThat(other.token.n()).isEqualTo(n + 1);
        assertThat(f.relay().told(ann.sessionId())).contains(new ClientMessage.Move(new HostPort("127.0.0.2", 7443)));

        JoinReply.Admitted moved = comesOver("ann");
        assertThat(moved.sessionId()).isEqualTo(ann.sessionId());
        assertThat(moved.linkEpoch()).isEqualTo(ann.linkEpoch() + 1);
        assertThat(route(other, ann.sessionId()).subscription()).isEqualTo(RouteSubscription.ALL);
        assertThat(route(other, bob.sessionId()).subscription()).isEqualTo(RouteSubscription.NONE);
        assertThat(route(f.relay(), ann.sessionId()).subscription()).isEqualTo(RouteSubscription.ALL);
        assertThat(route(f.relay(), ann.sessionId()).linkEpoch()).isEqualTo(ann.linkEpoch());

        letsGo(ann);
        f.settle();
        assertThat(route(f.relay(), ann.sessionId()).subscription()).isEqualTo(RouteSubscription.NONE);
        assertThat(f.relay().held).isTrue();

        comesOver("bob");
        letsGo(bob);
        f.pass(Duration.ofMillis(100));
        assertThat(f.relay().held).isFalse();
        assertThat(f.relay().token.n()).isEqualTo(n + 1);
        assertThat(f.eventTypes()).endsWith("ScopeMoving", "ParticipantMoved", "ParticipantMoved", "ScopeMoved");
        assertThat(other.routes.participants()).containsOnlyKeys(ann.sessionId(), bob.sessionId());
    }

    @Test
    void shouldJoinBothRelaysByAPipeWithTheSameKeysOnBothSides() {
        joined("ann");
        move(OTHER.address());
        RouteParticipant here = route(f.relay(), "~pipe");
        RouteParticipant there = route(other, "~pipe");
        assertThat(here.rtcp().clientSsrc()).isEqualTo(there.rtcp().nodeSsrc());
        assertThat(here.rtcp().clientToNode()).isEqualTo(there.rtcp().nodeToClient());
        assertThat(here.rtcp().nodeToClient()).isEqualTo(there.rtcp().clientToNode());
        assertThat(Objects.requireNonNull(here.pipe()).remote()).isEqualTo(there.stun());
        assertThat(Objects.requireNonNull(there.pipe()).remote()).isEqualTo(here.stun());
    }

    @Test
    void shouldStayWhenTheTargetRefuses() {
        JoinReply.Admitted ann = joined("ann");
        other.full = true;
        assertThat(move(OTHER.address())).isInstanceOf(RequestReply.Accepted.class);
        f.pass(Duration.ofMillis(100));
        List<ScopeEvent.ScopeMoved> moved = f.events(ScopeEvent.ScopeMoved.class);
        assertThat(moved).hasSize(1);
        assertThat(moved.get(0).home().address()).isEqualTo(ScopeFixture.NODE.address());
        assertThat(f.relay().held).isTrue();
        joined("bob");
        assertThat(f.relay().routes.participants()).containsKey(ann.sessionId()).hasSize(2);
    }

    @Test
    void shouldCloseTheOldRelayAfterTenSecondsWhoeverIsThere() {
        JoinReply.Admitted ann = joined("ann");
        move(OTHER.address());
        f.pass(Duration.ofSeconds(9));
        assertThat(f.relay().held).isTrue();
        f.pass(Duration.ofSeconds(2));
        assertThat(f.relay().held).isFalse();
        assertThat(f.relay().received).last().isInstanceOf(RelayCommand.Close.class);
        letsGo(ann);
        JoinReply.Admitted back = comesOver("ann");
        assertThat(back.sessionId()).isEqualTo(ann.sessionId());
        assertThat(f.eventTypes()).contains("ScopeMoved").last().isEqualTo("ParticipantReconnected");
    }

    @Test
    void shouldEndTheMoveOfTheActorBefore() {
        JoinReply.Admitted ann = joined("ann");
        move(OTHER.address());
        f.restart();
        f.pass(Duration.ofMillis(500));
        assertThat(f.events(ScopeEvent.ScopeMoved.class))
                .singleElement()
                .satisfies(moved -> assertThat(moved.home().address()).isEqualTo(OTHER.address()));
        assertThat(f.eventTypes()).contains("ScopeResumed").doesNotContain("ParticipantLeft");
        f.restart();
        f.pass(Duration.ofMillis(500));
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
        assertThat(other.held).isTrue();
        assertThat(other.routes.participants()).containsKey(ann.sessionId());
    }

    @Test
    void shouldCallOverWhoIsReadyOnlyAfterTheOthersWereCalled() {
        joined("ann");
        JoinReply.Admitted bob = f.join("bob").command("c-bob", "j-bob").admitted();
        move(OTHER.address());
        f.ready(bob);
        f.settle();
        List<Object> told = f.relay().told(bob.sessionId());
        assertThat(told)
                .filteredOn(ClientMessage.Welcome.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(ClientMessage.Welcome.class, welcome -> assertThat(welcome.stun())
                        .isEqualTo(route(f.relay(), bob.sessionId()).stun()));
        assertThat(told).last().isEqualTo(new ClientMessage.Move(new HostPort("127.0.0.2", 7443)));
    }

    @Test
    void shouldBeginOneMoveHoweverManyAskAtOnce() {
        joined("ann");
        TestProbe<RequestReply> replies = f.kit.createTestProbe();
        for (int i = 0; i < 5; i++) {
            f.scope.tell(new ScopeCommand.MoveRelay("m-" + i, "", "a test", replies.ref()));
        }
        assertThat(replies.receiveSeveralMessages(5))
                .filteredOn(RequestReply.Accepted.class::isInstance)
                .hasSize(1);
        f.settle();
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).hasSize(1);
    }

    @Test
    void shouldRefuseASecondMoveAndATargetThatIsNoOther() {
        joined("ann");
        assertThat(reason(move("nowhere"))).isEqualTo(RefusalReason.BAD_REQUEST);
        assertThat(reason(move(ScopeFixture.NODE.address()))).isEqualTo(RefusalReason.BAD_REQUEST);
        move(OTHER.address());
        assertThat(reason(move(ScopeFixture.NODE.address()))).isEqualTo(RefusalReason.WRONG_STATE);
    }

    @Test
    void shouldTakeWhoJoinsMeanwhileOnTheNewNode() {
        joined("ann");
        move(OTHER.address());
        JoinReply reply = f.join("bob").send();
        assertThat(reply).isInstanceOf(JoinReply.Redirected.class);
        JoinReply.Admitted bob = f.join("bob").on(OTHER).admitted();
        f.ready(bob);
        assertThat(route(other, bob.sessionId()).subscription()).isEqualTo(RouteSubscription.ALL);
        assertThat(route(f.relay(), bob.sessionId()).subscription()).isEqualTo(RouteSubscription.NONE);
    }

    private static RefusalReason reason(RequestReply reply) {
        return ((RequestReply.Refused) reply).refusal().reason();
    }
}
