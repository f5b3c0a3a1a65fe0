package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.scope.journal.MessageTotals;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.StreamQuality;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the journal says besides who was there: figures, layers, when somebody was last seen. */
class ScopeFiguresTest {
    private final ScopeFixture f = new ScopeFixture();

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void shouldReportTheWholeScopeOnceInEachInterval() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        sample(a, b, 10);
        f.timer(Duration.ofSeconds(59));
        assertThat(reports()).isEmpty();
        f.timer(Duration.ofSeconds(8));
        assertThat(reports()).hasSize(1);
        assertThat(reports().get(0).streams())
                .extracting(StreamQuality::sessionId)
                .containsExactly(a.sessionId(), b.sessionId());
        assertThat(reports().get(0).messages()).containsExactly(new MessageTotals(a.sessionId(), "ann", 10, 20));
        sample(a, b, 30);
        f.timer(Duration.ofSeconds(67));
        assertThat(reports()).hasSize(2);
        assertThat(reports().get(1).streams())
                .extracting(StreamQuality::packets)
                .containsOnly(30L);
    }

    @Test
    void shouldReportTheLastFiguresOfWhoLeaves() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        sample(a, b, 5);
        f.leave(a);
        assertThat(f.eventTypes()).endsWith("QualityReported", "ParticipantLeft");
        assertThat(reports().get(0).streams()).singleElement().satisfies(stream -> assertThat(stream.userId())
                .isEqualTo("ann"));
        assertThat(reports().get(0).messages()).hasSize(1);
    }

    @Test
    void shouldSkipReportsWhileTheJournalIsInTrouble() {
        JoinReply.Admitted a = f.in("ann");
        JoinReply.Admitted b = f.in("bob");
        sample(a, b, 5);
        f.journalUp.set(false);
        f.pass(Duration.ofSeconds(70));
        assertThat(reports()).isEmpty();
        f.journalUp.set(true);
        f.pass(Duration.ofSeconds(2));
        assertThat(reports()).hasSize(1);
    }

    @Test
    void shouldCoalesceLayerChanges() {
        JoinReply.Admitted a = f.join("ann").tracks(ScopeFixture.video("cam")).admitted();
        f.ready(a);
        JoinReply.Admitted b = f.in("bob");
        for (int i = 0; i < 20; i++) {
            choose(b, i % 2 == 0 ? LayerName.LOW : LayerName.HIGH);
            f.pass(Duration.ofMillis(500));
        }
        List<ScopeEvent.LayerChanged> changes = f.events(ScopeEvent.LayerChanged.class);
        assertThat(changes).hasSizeBetween(1, 3);
        for (int i = 1; i < changes.size(); i++) {
            assertThat(Duration.between(
                            changes.get(i - 1).header().time(),
                            changes.get(i).header().time()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void shouldSayThatWhoLeftWasSeenUntilThen() {
        JoinReply.Admitted a = f.in("ann");
        f.pass(Duration.ofSeconds(3));
        f.leave(a);
        ScopeEvent.ParticipantLeft left = left();
        assertThat(left.lastSeenAt()).isEqualTo(left.header().time());
    }

    @Test
    void shouldSayWhenTheNodeLastHeldALinkThatDiedWithIt() {
        JoinReply.Admitted a = f.in("ann");
        NodeRef home = ScopeFixture.NODE;
        f.holds(a);
        f.pass(Duration.ofSeconds(3));
        f.scope.tell(new ScopeCommand.RelayReport(home, f.relay().token, 1, f.relay().sessions));
        f.settle();
        Instant held = f.clock.instant();
        f.agents.remove(home);
        NodeRef reborn = new NodeRef(home.address(), 2, "here", "127.0.0.1", 7443);
        f.places.set(0, reborn);
        f.node(reborn);
        f.pass(Duration.ofSeconds(40));
        assertThat(left().reason()).isEqualTo(LeaveReason.NODE_LOST);
        assertThat(left().lastSeenAt()).isEqualTo(held);
    }

    private ScopeEvent.ParticipantLeft left() {
        return f.events(ScopeEvent.ParticipantLeft.class).get(0);
    }

    private List<ScopeEvent.QualityReported> reports() {
        return f.events(ScopeEvent.QualityReported.class);
    }

    private void choose(JoinReply.Admitted who, LayerName layer) {
        f.ask(r -> new ScopeCommand.ChooseLayer(
                f.nextId(), who.sessionId(), who.linkEpoch(), new TrackKey("ann", "cam"), layer, false, r));
    }

    private void sample(JoinReply.Admitted from, JoinReply.Admitted to, long total) {
        f.scope.tell(new ScopeCommand.QualitySample(
                ScopeFixture.NODE,
                List.of(new ScopeCommand.UplinkSample(
                        from.sessionId(), "cam", LayerName.HIGH, 1, total, 0, 0, 0, 0, 0, 0)),
                List.of(new ScopeCommand.DownlinkSample(to.sessionId(), 1, total, 0, 0, 0, 0, 0)),
                List.of(new ScopeCommand.MessageCount(from.sessionId(), total, 2 * total))));
        f.describe();
    }
}
