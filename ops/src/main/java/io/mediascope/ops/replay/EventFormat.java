package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How events become lines. An instance is for one replay and one thread. */
public interface EventFormat {
    /** The lines before the first event. */
    List<String> header();

    /** One event as one line (csv: one record), without the line's end. */
    String line(JsonNode event);

    /** The names that {@link #of} knows. */
    enum Name {
        table,
        ndjson,
        csv
    }

    static EventFormat of(Name name) {
        return switch (name) {
            case table -> new TableFormat();
            case ndjson -> new NdjsonFormat();
            case csv -> new CsvFormat();
        };
    }
}
