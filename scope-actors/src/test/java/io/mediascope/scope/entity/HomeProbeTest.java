package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come back say which node they could not reach. */
class HomeProbeTest {
    private static final List<HostPort> FAILED = List.of(new HostPort("127.0.0.1", 7443));
    private static final NodeRef SECOND = new NodeRef("akka://test@127.0.0.1:2", 2, "here", "127.0.0.1", 7444);

    private final ScopeFixture f = new ScopeFixture();
    private final TestProbe<ResolveReply> reply = f.kit.createTestProbe();

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void shouldStayWhereTheRelayIs() {
        f.in("ann");
        resolve();
        resolve();
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        f.settle();
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).isEmpty();
    }

    @Test
    void shouldOpenANewRelayWhenTheNodeHasLostIt() {
        f.in("ann");
        f.relay().held = false;
        resolve();
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        f.pass(Duration.ofMillis(500));
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
        f.settle();
        assertThat(f.relay().held).isTrue();
    }

    @Test
    void shouldLeaveANodeThatIsSilentTwice() {
        f.in("ann");
        f.node(SECOND);
        f.places.add(SECOND);
        f.relay().silent = true;
        resolve();
        f.pass(Duration.ofMillis(300));
        resolve();
        assertThat(queries()).isEqualTo(2);
        reply.expectNoMessage();
        f.pass(Duration.ofMillis(300));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(SECOND, true));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(SECOND, true));
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
        f.settle();
        assertThat(f.relays.get(SECOND).held).isTrue();
    }

    @Test
    void shouldLeaveANodeThatTheClusterMissesTooBeforeItAnswers() {
        f.in("ann");
        f.node(SECOND);
        f.places.remove(ScopeFixture.NODE);
        f.places.add(SECOND);
        f.agents.remove(ScopeFixture.NODE);
        resolve("ann");
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(SECOND, true));
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
    }

    @Test
    void shouldAnswerWithANodeThatTheClusterMissesWhileTheJournalIsDown() {
        f.in("ann");
        f.agents.remove(ScopeFixture.NODE);
        f.journalUp.set(false);
        resolve("ann");
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        f.journalUp.set(true);
        f.settle();
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).isEmpty();
    }

    @Test
    void shouldStayOnASilentNodeWhenThereIsNoOther() {
        f.in("ann");
        f.relay().silent = true;
        resolve();
        f.pass(Duration.ofSeconds(1));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).isEmpty();
    }

    @Test
    void shouldRebuildTheRelayWhenTheSameParticipantComesBack() {
        JoinReply.Admitted ann = f.in("ann");
        f.holds(ann);
        byte[] secret = f.relay().secret;
        long fencing = f.relay().token.n();
        resolve("ann");
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).isEmpty();
        f.pass(Duration.ofSeconds(9));
        resolve("ann");
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
        assertThat(f.relay().secret).isNotEqualTo(secret);
        assertThat(f.relay().token.n()).isGreaterThan(fencing);
        assertThat(f.told(ann.sessionId(), ClientMessage.Farewell.class).reconnect())
                .isTrue();
    }

    @Test
    void shouldMoveOnceHoweverManyReport() {
        List<JoinReply.Admitted> all = List.of(f.in("ann"), f.in("ben"), f.in("cat"), f.in("dan"));
        f.holds(all.toArray(JoinReply.Admitted[]::new));
        for (String user : List.of("ann", "ben", "cat", "dan", "ann", "ben")) {
            f.scope.tell(new ScopeCommand.Resolve("", ClientPlace.UNKNOWN, FAILED, user, reply.ref()));
        }
        f.pass(Duration.ofMillis(1));
        for (int i = 0; i < 6; i++) {
            assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        }
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
        f.pass(Duration.ofSeconds(9));
        resolve("ann");
        resolve("ben");
        assertThat(f.events(ScopeEvent.ScopeMoved.class)).hasSize(1);
    }

    @Test
    void shouldLeaveANodeThatParticipantsCannotReachForAnother() {
        f.in("ann");
        f.in("ben");
        f.node(SECOND);
        f.places.add(SECOND);
        resolve("ann");
        resolve("ben");
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(ScopeFixture.NODE, true));
        assertThat(reply.receiveMessage()).isEqualTo(new ResolveReply.Found(SECOND, true));
        f.settle();
        assertThat(f.relays.get(SECOND).held).isTrue();
        assertThat(f.relay().held).isFalse();
        assertThat(f.relay().deliveries)
                .extracting(RelayCommand.Delivery::message)
                .hasAtLeastOneElementOfType(ClientMessage.Farewell.class);
    }

    @Test
    void shouldNotMoveForSlowReportsOrForStrangers() {
        f.in("ann");
        resolve("ann");
        f.pass(Duration.ofSeconds(10));
        resolve("ann");
        resolve("");
        resolve("stranger");
        resolve("stranger");
        f.settle();
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).isEmpty();
    }

    @Test
    void shouldNotMoveWhileTheJournalIsDown() {
        f.in("ann");
        f.journalUp.set(false);
        resolve("ann");
        resolve("ann");
        f.journalUp.set(true);
        assertThat(f.events(ScopeEvent.ScopeMoving.class)).isEmpty();
    }

    private void resolve() {
        resolve("");
    }

    private void resolve(String user) {
        f.scope.tell(new ScopeCommand.Resolve("", ClientPlace.UNKNOWN, FAILED, user, reply.ref()));
        f.pass(Duration.ofMillis(1));
    }

    private long queries() {
        return f.relay().received.stream()
                .filter(RelayCommand.Query.class::isInstance)
                .count();
    }
}
