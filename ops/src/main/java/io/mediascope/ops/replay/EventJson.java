package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.history.PublicEventJson;

/** A public event as a JSON object: what a running node sends, made from what its file holds. */
public final class EventJson {
    private EventJson() {}

    public static JsonNode of(PublicEvent event) {
        return Json.MAPPER.valueToTree(PublicEventJson.flat(event));
    }
}
