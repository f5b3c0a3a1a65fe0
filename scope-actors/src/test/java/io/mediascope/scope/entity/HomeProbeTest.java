package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.scope.journal.ScopeEvent;
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
        assertThat(f.relays.get(SECOND).held).isTrue();
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

    private void resolve() {
        f.scope.tell(new ScopeCommand.Resolve("", FAILED, reply.ref()));
        f.settle();
    }

    private long queries() {
        return f.relay().received.stream()
                .filter(RelayCommand.Query.class::isInstance)
                .count();
    }
}
