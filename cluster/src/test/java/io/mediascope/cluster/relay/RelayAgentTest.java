package io.mediascope.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.settings.NodeSettings.AgentSettings;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.session.SessionCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Relays: who may open, change and close them, and how long they live. */
class RelayAgentTest extends RelayAgentFixture {
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
}
