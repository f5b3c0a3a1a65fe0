package io.mediascope.cluster.history;

import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import io.mediascope.scope.journal.EventHeader;
import io.mediascope.scope.journal.ScopeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows as {@code number@second}, a successor's first with an R. */
class OneWriterTest {
    @Test
    void shouldShowEveryRowOfOneWriter() {
        assertThat(shown("1@1", "2@1", "3@2", "R4@9", "5@9")).containsExactly("1@1", "2@1", "3@2", "R4@9", "5@9");
        assertThat(shown()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatAFencedWriterLeftBehind() {
        List<String> one = List.of("1@1", "2@2", "R3@9", "4@10");
        assertThat(shown("1@1", "2@2", "R3@9", "3@5", "4@10")).as("late").isEqualTo(one);
        assertThat(shown("1@1", "2@2", "3@5", "R3@9", "4@10")).as("under way").isEqualTo(one);
    }

    @Test
    void shouldLeaveOutAllThatItWroteInThatTurn() {
        assertThat(shown("1@1", "2@5", "R2@9", "3@5", "3@10", "4@5")).containsExactly("1@1", "R2@9", "3@10");
        assertThat(shown("1@1", "R2@9", "2@5", "3@10", "3@5", "4@11", "4@5", "5@12"))
                .containsExactly("1@1", "R2@9", "3@10", "4@11", "5@12");
    }

    @Test
    void shouldTakeTheLastOfTwoSuccessors() {
        assertThat(shown("1@1", "R2@8", "R2@9", "3@10")).containsExactly("1@1", "R2@9", "3@10");
    }

    private static List<String> shown(String... rows) {
        OneWriter writer = new OneWriter();
        List<String> shown = new ArrayList<>();
        for (String row : rows) {
            writer.apply(Optional.of(envelope(row))).forEach(envelope -> shown.add(name(envelope)));
        }
        writer.apply(OneWriter.END).forEach(envelope -> shown.add(name(envelope)));
        return shown;
    }

    private static EventEnvelope envelope(String row) {
        boolean successor = row.startsWith("R");
        String[] parts = row.substring(successor ? 1 : 0).split("@");
        long number = Long.parseLong(parts[0]);
        Instant time = Instant.ofEpochSecond(Long.parseLong(parts[1]));
        EventHeader header = new EventHeader("app", "room", 1, number, time, "", "");
        ScopeEvent event = successor
                ? new ScopeEvent.ScopeResumed(header, number)
                : new ScopeEvent.QualityReported(header, List.of(), List.of());
        return EventEnvelope.apply(Offset.noOffset(), "scope|app|room", number, event, time.toEpochMilli());
    }

    private static String name(EventEnvelope envelope) {
        ScopeEvent event = (ScopeEvent) envelope.event();
        return (event instanceof ScopeEvent.ScopeResumed ? "R" : "") + envelope.sequenceNr() + "@"
                + event.header().time().getEpochSecond();
    }
}
