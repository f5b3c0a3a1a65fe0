package io.mediascope.scope.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediascope.scope.journal.JournalSamples;
import io.mediascope.scope.journal.ScopeEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicEventsTest {
    private static final Map<String, ScopeEvent> SAMPLES = JournalSamples.byName();

    /** What analysts build on: the fields of each type, in their order. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("ScopeCreated", List.of("home")),
            Map.entry("ScopeResumed", List.of("fencing")),
            Map.entry("ParticipantJoined", List.of("userId", "sessionId", "clientKind", "clientVersion", "grants")),
            Map.entry("ParticipantLeft", List.of("userId", "sessionId", "reason", "lastSeenAt")),
            Map.entry("ParticipantReconnected", List.of("userId", "sessionId", "linkEpoch")),
            Map.entry("ParticipantMoved", List.of("userId", "sessionId", "linkEpoch")),
            Map.entry("TrackPublished", List.of("userId", "sessionId", "track")),
            Map.entry("TrackReplaced", List.of("userId", "sessionId", "track")),
            Map.entry("TrackUnpublished", List.of("userId", "sessionId", "trackId")),
            Map.entry(
                    "TransportChanged", List.of("userId", "sessionId", "audio", "audioDetail", "video", "videoDetail")),
            Map.entry("TopologyChanged", List.of("topology", "reason")),
            Map.entry("LayerChanged", List.of("userId", "sessionId", "wanted")),
            Map.entry("ScopeMoving", List.of("to", "reason")),
            Map.entry("ScopeMoved", List.of("home")),
            Map.entry("QualityReported", List.of("streams", "messages")),
            Map.entry("ScopeDisposed", List.of("reason")));

    static Stream<ScopeEvent> events() {
        return SAMPLES.values().stream();
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldShowEachTypeWithItsFields(ScopeEvent event) throws Exception {
        PublicEvent shown = PublicEvents.of(event);
        assertThat(shown.type()).isEqualTo(event.getClass().getSimpleName());
        assertThat(shown.sequenceNumber()).isEqualTo(event.header().sequenceNumber());
        assertThat(shown.time()).isEqualTo(event.header().time());
        assertThat(shown.fields().keySet()).containsExactlyElementsOf(FIELDS.get(shown.type()));
        String line = PublicEventJson.write(shown);
        assertThat(line).doesNotContain("\n").doesNotContain("Hash").doesNotContain("commandId");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("type").asText()).isEqualTo(shown.type());
        assertThat(json.get("time").asText()).isEqualTo(event.header().time().toString());
        assertThat(json.get("scopeId").asText()).isEqualTo("room");
        shown.fields().keySet().forEach(field -> assertThat(json.has(field)).isTrue());
    }

    @Test
    void shouldShowNumbersAsTheyAreOnTheWire() throws Exception {
        JsonNode track = json("TrackPublished").get("track");
        assertThat(track.get("layers").get(0).get("ssrc").asLong()).isEqualTo(0xffff_fffbL);
        assertThat(track.get("label").asText()).contains("\u00fcber");
        JsonNode quality = json("QualityReported").get("streams").get(0);
        assertThat(quality.get("ssrc").asLong()).isEqualTo(0xffff_fffdL);
        assertThat(quality.get("packets").asLong()).isEqualTo(1L << 33);
    }

    @Test
    void shouldShowNothingAsEmpty() throws Exception {
        assertThat(json("ParticipantLeft-unseen").get("lastSeenAt").asText()).isEmpty();
        assertThat(json("TransportChanged-none").get("audio").asText()).isEmpty();
        assertThat(json("TransportChanged-none").get("video").asText()).isEqualTo("UDP_P2P");
    }

    @Test
    void shouldKnowEveryType() {
        assertThat(FIELDS).hasSize(ScopeEvent.class.getPermittedSubclasses().length);
    }

    private static JsonNode json(String name) throws Exception {
        return new ObjectMapper().readTree(PublicEventJson.write(PublicEvents.of(SAMPLES.get(name))));
    }
}
