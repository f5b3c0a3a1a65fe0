package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The fields that most events share, and the rest of an event as one text. */
final class EventColumns {
    /** Columns of their own, in the order of the csv format; what is not here stands under {@link #DETAILS}. */
    static final List<String> NAMES = List.of(
            "time",
            "applicationId",
            "scopeId",
            "life",
            "sequenceNumber",
            "type",
            "userId",
            "sessionId",
            "node",
            "region");

    static final String DETAILS = "details";

    private static final Set<String> OWN = Set.copyOf(NAMES);

    private EventColumns() {}

    /** A field's text; empty when the event has no such field. */
    static String text(JsonNode event, String name) {
        JsonNode value = event.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** Everything without a column that says something: {@code name=value name=value}. */
    static String details(JsonNode event) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(event.fields(), Spliterator.ORDERED), false)
                .filter(field -> !OWN.contains(field.getKey()))
                .filter(field -> !field.getValue().asText("-").isEmpty()
                        || field.getValue().isContainerNode())
                .filter(field -> !field.getValue().isNull())
                .map(EventColumns::pair)
                .collect(Collectors.joining(" "));
    }

    private static String pair(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return field.getKey() + "=" + (value.isValueNode() ? value.asText() : value.toString());
    }
}
