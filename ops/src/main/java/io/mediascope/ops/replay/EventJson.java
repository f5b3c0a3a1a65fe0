package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.scope.history.PublicEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** A public event as one flat JSON object: the fields that all events share first, those of its type after them. */
public final class EventJson {
    private EventJson() {}

    public static JsonNode of(PublicEvent event) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flat.put("type", event.type());
        flat.put("sequenceNumber", event.sequenceNumber());
        flat.put("time", event.time().toString());
        flat.put("applicationId", event.applicationId());
        flat.put("scopeId", event.scopeId());
        flat.put("life", event.life());
        flat.put("node", event.node());
        flat.put("region", event.region());
        event.fields().forEach(flat::putIfAbsent);
        return Json.MAPPER.valueToTree(flat);
    }
}
