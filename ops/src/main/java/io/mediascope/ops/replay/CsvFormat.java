package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediascope.ops.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values (RFC 4180) with a fixed header: fields with a comma, a quote or a line break are quoted, quotes
 * doubled. The column {@code details} holds the remaining fields as a JSON object.
 */
final class CsvFormat implements EventFormat {
    @Override
    public List<String> header() {
        return List.of(String.join(",", EventColumns.NAMES) + "," + EventColumns.DETAILS);
    }

    @Override
    public String line(JsonNode event) {
        List<String> fields = new ArrayList<>();
        for (String name : EventColumns.NAMES) {
            fields.add(quoted(EventColumns.text(event, name)));
        }
        fields.add(quoted(rest(event)));
        return String.join(",", fields);
    }

    private static String rest(JsonNode event) {
        ObjectNode rest = event.deepCopy();
        rest.remove(EventColumns.NAMES);
        return Json.line(rest);
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
