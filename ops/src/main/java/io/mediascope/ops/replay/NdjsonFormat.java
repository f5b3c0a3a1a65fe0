package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import java.util.List;

/** One JSON object per line. */
final class NdjsonFormat implements EventFormat {
    @Override
    public List<String> header() {
        return List.of();
    }

    @Override
    public String line(JsonNode event) {
        return Json.line(event);
    }
}
