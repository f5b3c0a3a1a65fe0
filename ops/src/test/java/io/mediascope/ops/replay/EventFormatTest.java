package io.mediascope.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.scope.history.PublicEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFormatTest {
    private static final JsonNode JOINED =
            event("ParticipantJoined", 2, fields("userId", "alice", "sessionId", "s1", "clientKind", "NATIVE"));

    @Test
    void shouldWriteOneObjectPerLine() {
        EventFormat format = EventFormat.of(EventFormat.Name.ndjson);

        assertThat(format.header()).isEmpty();
        JsonNode read = Json.tree(format.line(JOINED));
        assertThat(format.line(JOINED)).doesNotContain("\n");
        assertThat(read.path("type").asText()).isEqualTo("ParticipantJoined");
        assertThat(read.path("sequenceNumber").asLong()).isEqualTo(2);
        assertThat(read.path("time").asText()).isEqualTo("2026-01-31T12:00:00.500Z");
        assertThat(read.path("userId").asText()).isEqualTo("alice");
    }

    @Test
    void shouldWriteCsvWithFixedHeader() {
        EventFormat format = EventFormat.of(EventFormat.Name.csv);

        assertThat(format.header())
                .containsExactly(
                        "time,applicationId,scopeId,life,sequenceNumber,type,userId,sessionId,node,region,details");
        assertThat(format.line(JOINED))
                .isEqualTo("2026-01-31T12:00:00.500Z,app,room,1,2,ParticipantJoined,alice,s1,n1,local,"
                        + "\"{\"\"clientKind\"\":\"\"NATIVE\"\"}\"");
    }

    @Test
    void shouldQuoteCommasQuotesAndLineBreaksInCsv() {
        EventFormat format = EventFormat.of(EventFormat.Name.csv);

        String line = format.line(event("X", 1, fields("userId", "a,\"b\"\nc")));

        assertThat(line).contains("\"a,\"\"b\"\"\nc\"");
    }

    @Test
    void shouldAlignTableColumns() {
        EventFormat format = EventFormat.of(EventFormat.Name.table);
        String header = format.header().get(0);

        String first = format.line(JOINED);
        String second = format.line(event("ScopeDisposed", 123, Map.of("reason", "empty")));

        assertThat(first.indexOf("ParticipantJoined")).isEqualTo(header.indexOf("TYPE"));
        assertThat(second.indexOf("ScopeDisposed")).isEqualTo(header.indexOf("TYPE"));
        assertThat(second).contains(" 123  ").endsWith("reason=empty");
        assertThat(first).contains("clientKind=NATIVE");
    }

    @Test
    void shouldNotLetIdsSteerTheTerminal() {
        EventFormat format = EventFormat.of(EventFormat.Name.table);

        assertThat(format.line(event("X", 1, Map.of("label", "\u001b[2Jgone")))).doesNotContain("\u001b");
    }

    static JsonNode event(String type, long sequenceNumber, Map<String, Object> fields) {
        return EventJson.of(new PublicEvent(
                type,
                sequenceNumber,
                Instant.parse("2026-01-31T12:00:00.500Z"),
                "app",
                "room",
                1,
                "n1",
                "local",
                fields));
    }

    private static Map<String, Object> fields(String... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    @Test
    void shouldKeepListsInDetails() {
        EventFormat format = EventFormat.of(EventFormat.Name.table);

        assertThat(format.line(event("X", 1, Map.of("grants", List.of("A", "B")))))
                .endsWith("grants=[\"A\",\"B\"]");
    }
}
