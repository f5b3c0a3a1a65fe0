package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.LayerName;
import io.mediascope.scope.journal.JournalSamples;
import io.mediascope.scope.journal.MessageTotals;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.StreamQuality;
import io.mediascope.scope.journal.StreamQuality.Direction;
import io.mediascope.scope.model.LeaveReason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QualityLedgerTest {
    private final QualityLedger ledger = new QualityLedger();
    private final ScopeState state = joined();

    private static ScopeState joined() {
        ScopeState state = ScopeState.empty(ScopeFixture.KEY);
        for (String name : List.of("ScopeCreated", "ParticipantJoined", "ParticipantJoined-bare")) {
            state = state.apply(JournalSamples.byName().get(name));
        }
        return state;
    }

    @Test
    void shouldKeepTheLastTotalsOfTheRelay() {
        sample(10);
        sample(20);
        assertThat(ledger.streams()).extracting(StreamQuality::direction).containsExactly(Direction.UP, Direction.DOWN);
        assertThat(ledger.streams()).extracting(StreamQuality::packets).containsOnly(20L);
        assertThat(ledger.messages()).containsExactly(new MessageTotals("s1", "ann", 20, 40));
        assertThat(ledger.streamsOf("s2")).hasSize(1);
        assertThat(ledger.messagesOf("s2")).isEmpty();
    }

    @Test
    void shouldAddUpWhatClientsMeasure() {
        client(1, 10);
        client(1, 5);
        assertThat(ledger.streamsOf("s1")).hasSize(1);
        StreamQuality q = ledger.streamsOf("s1").get(0);
        assertThat(q.packets()).isEqualTo(15);
        assertThat(q.framesDecoded()).isEqualTo(4);
        assertThat(q.jitterUs()).isEqualTo(3);
    }

    @Test
    void shouldNameTheTrackOfWhatIsReceived() {
        ScopeState publishing = state.apply(JournalSamples.byName().get("TrackPublished"));
        Participant bob = publishing.participants().get("s2");
        ledger.client(
                publishing,
                bob,
                List.of(
                        new ScopeCommand.ReceiverSample(6, 1, 0, 0, 0, 0, 0, 0),
                        new ScopeCommand.ReceiverSample(99, 1, 0, 0, 0, 0, 0, 0)));
        assertThat(ledger.streamsOf("s2")).extracting(StreamQuality::trackId).containsExactly("cam", "");
        assertThat(ledger.streamsOf("s2")).extracting(StreamQuality::layer).containsExactly("LOW", "");

        ledger.client(state, bob, List.of(new ScopeCommand.ReceiverSample(6, 1, 0, 0, 0, 0, 0, 0)));
        assertThat(ledger.streamsOf("s2").get(0).trackId())
                .as("also when the track is gone")
                .isEqualTo("cam");
        assertThat(ledger.streamsOf("s2").get(0).packets()).isEqualTo(2);
    }

    @Test
    void shouldIgnoreStrangers() {
        ledger.sample(
                state,
                new ScopeCommand.QualitySample(
                        ScopeFixture.NODE, List.of(), List.of(), List.of(new ScopeCommand.MessageCount("x", 1, 1))));
        assertThat(ledger.nothing()).isTrue();
    }

    @Test
    void shouldForgetWhoLeft() {
        sample(10);
        client(1, 1);
        ledger.follow(state.apply(new ScopeEvent.ParticipantLeft(
                JournalSamples.byName().get("ParticipantLeft").header(), "s1", "ann", LeaveReason.CLIENT_LEFT, null)));
        assertThat(ledger.streams()).extracting(StreamQuality::sessionId).containsExactly("s2");
        assertThat(ledger.messages()).isEmpty();
    }

    @Test
    void shouldNotReportForEverWhatIsNoLongerMeasured() {
        sample(10);
        client(1, 1);
        ledger.reported();
        assertThat(ledger.streams()).extracting(StreamQuality::direction).containsExactly(Direction.RECEIVED);
    }

    @Test
    void shouldStayBounded() {
        IntStream.range(0, 3000).forEach(ssrc -> client(ssrc, 1));
        assertThat(ledger.streams()).hasSize(2000);
    }

    private void sample(long total) {
        ledger.sample(
                state,
                new ScopeCommand.QualitySample(
                        ScopeFixture.NODE,
                        List.of(new ScopeCommand.UplinkSample("s1", "cam", LayerName.HIGH, 1, total, 0, 0, 0, 0, 0, 0)),
                        List.of(new ScopeCommand.DownlinkSample("s2", 1, total, 0, 0, 0, 0, 0)),
                        List.of(new ScopeCommand.MessageCount("s1", total, 2 * total))));
    }

    private void client(int ssrc, int packets) {
        ledger.client(
                state,
                state.participants().get("s1"),
                List.of(new ScopeCommand.ReceiverSample(ssrc, packets, 0, 0, 3, 0, 2, 0)));
    }
}
