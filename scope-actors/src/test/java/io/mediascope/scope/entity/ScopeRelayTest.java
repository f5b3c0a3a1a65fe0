package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scope and the agents of its relay: who holds it, who has the last word, what is sent again. */
class ScopeRelayTest {
    private final ScopeFixture f = new ScopeFixture();

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void shouldRaiseTheFencingNumberBeforeItSpeaksAgain() {
        JoinReply.Admitted a = f.in("ann");
        f.holds(a);
        long n = f.relay().token.n();
        byte[] secret = f.relay().secret;
        f.restart();
        f.pass(Duration.ofMillis(500));
        assertThat(f.eventTypes()).last().isEqualTo("ScopeResumed");
        assertThat(f.relay().token.n()).isEqualTo(n + 1);
        assertThat(f.relay().secret).isEqualTo(secret);
        assertThat(f.describe().participants().get(0).connected()).isTrue();
        f.in("bob");
        f.awaitTold(a.sessionId(), ClientMessage.UserJoined.class);
    }

    @Test
    void shouldEndWhoDoesNotComeBackAfterANodeRestart() {
        JoinReply.Admitted a = f.join("ann").command("x", "j").admitted();
        f.ready(a);
        f.in("bob");
        NodeRef reborn = new NodeRef(ScopeFixture.NODE.address(), 2, "here", "127.0.0.1", 7443);
        f.agents.clear();
        f.places.set(0, reborn);
        f.node(reborn);
        f.restart();
        f.pass(Duration.ofSeconds(2));
        assertThat(f.eventTypes()).endsWith("ScopeResumed", "ScopeMoving", "ScopeMoved");
        byte[] ticket = "ticket-x".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        JoinReply.Admitted back = f.join("ann").presenting(ticket).on(reborn).admitted();
        assertThat(back.sessionId()).isEqualTo(a.sessionId());
        f.pass(Duration.ofSeconds(32));
        List<ScopeEvent.ParticipantLeft> left = f.events(ScopeEvent.ParticipantLeft.class);
        assertThat(left).hasSize(1);
        assertThat(left.get(0).userId()).isEqualTo("bob");
        assertThat(left.get(0).reason()).isEqualTo(LeaveReason.NODE_LOST);
    }

    @Test
    void shouldStopWithoutPersistingWhenFenced() {
        f.in("ann");
        int events = f.events().size();
        f.relay().token = new FencingToken(99, "other");
        f.join("bob").admitted();
        f.shard.receiveMessage();
        TestProbe<Object> watcher = f.kit.createTestProbe();
        f.scope.tell(new ScopeCommand.Stop());
        watcher.expectTerminated(f.scope);
        assertThat(f.events()).hasSize(events + 1);
        f.scope = f.kit.spawn(MediaScope.create(ScopeFixture.KEY, f.shard.ref(), f.ports));
        f.pass(Duration.ofMillis(500));
        assertThat(f.relay().token.n()).isGreaterThan(99);
    }

    @Test
    void shouldResendUntilAcknowledgedAndResync() {
        JoinReply.Admitted a = f.in("ann");
        f.relay().silent = true;
        f.join("bob").admitted();
        f.relay().silent = false;
        f.pass(Duration.ofSeconds(2));
        f.awaitTold(a.sessionId(), ClientMessage.UserJoined.class);
        f.relay().routes = io.mediascope.media.routing.RoutingSnapshot.EMPTY;
        JoinReply.Admitted c = f.join("cat").admitted();
        f.pass(Duration.ofSeconds(2));
        assertThat(f.relay().routes.participants()).hasSize(3).containsKey(c.sessionId());
    }

    @Test
    void shouldGiveUpNewsForASilentAgentAndSendAView() {
        JoinReply.Admitted a = f.in("ann");
        f.settle();
        f.relay().silent = true;
        JoinReply.Admitted b = f.join("bob").admitted();
        for (int i = 0; i < 1200; i++) {
            f.onUdp(b, i % 2 == 0);
            f.describe();
        }
        f.settle();
        f.relay().received.clear();
        f.pass(Duration.ofSeconds(2));
        assertThat(f.relay().received).hasSizeLessThan(200);
        f.relay().silent = false;
        f.pass(Duration.ofSeconds(2));
        assertThat(f.relay().routes.participants()).containsOnlyKeys(a.sessionId(), b.sessionId());
        ClientMessage.View view = f.told("", ClientMessage.View.class);
        assertThat(view.participants()).extracting(p -> p.userId()).containsExactly("ann", "bob");
        assertThat(f.relay().deliveries).hasSizeLessThan(600);
    }

    @Test
    void shouldShowEverybodyTheScopeAfterATakeover() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        f.relay().silent = true;
        f.leave(b);
        f.join("cat").admitted();
        f.holds(a, b);
        f.relay().silent = false;
        f.restart();
        f.pass(Duration.ofMillis(500));
        ClientMessage.View view = f.told("", ClientMessage.View.class);
        assertThat(view.participants()).extracting(p -> p.userId()).containsExactly("ann", "cat");
        f.awaitTold(b.sessionId(), ClientMessage.Farewell.class);
    }

    @Test
    void shouldGoToTheNextNodeWhenOneIsFull() {
        NodeRef second = new NodeRef("akka://test@127.0.0.1:2", 2, "here", "127.0.0.1", 7444);
        f.node(second);
        f.places.add(second);
        f.relay().full = true;
        JoinReply reply = f.join("ann").send();
        assertThat(reply).isEqualTo(new JoinReply.Redirected(((JoinReply.Redirected) reply).commandId(), second));
        f.join("ann").on(second).admitted();
    }

    @Test
    void shouldRefuseWhenAllNodesAreFull() {
        f.relay().full = true;
        assertThat(f.join("ann").refused()).isEqualTo(RefusalReason.NODE_FULL);
        assertThat(f.events()).isEmpty();
    }

    @Test
    void shouldSleepWhenNobodyJoins() {
        TestProbe<ResolveReply> reply = f.kit.createTestProbe();
        f.scope.tell(new ScopeCommand.Resolve("", ClientPlace.UNKNOWN, List.of(), "", reply.ref()));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, false));
        f.shard.expectNoMessage();
        f.timer(Duration.ofSeconds(31));
        f.shard.receiveMessage();
        assertThat(f.events()).isEmpty();
    }

    @Test
    void shouldCloseARelayThatIsNotOurs() {
        f.relay().held = true;
        f.relay().token = new FencingToken(5, "gone");
        f.scope.tell(new ScopeCommand.RelayReport(ScopeFixture.NODE, f.relay().token, 1, List.of()));
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(f.relay().held).isFalse());
        assertThat(f.relay().received).last().isInstanceOf(RelayCommand.Close.class);
        f.join("ann").admitted();
    }
}
