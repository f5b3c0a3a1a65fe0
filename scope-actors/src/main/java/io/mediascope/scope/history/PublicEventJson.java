package io.mediascope.scope.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON form of a {@link PublicEvent}: one object, the common fields first, the fields of its type beside them. */
public final class PublicEventJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PublicEventJson() {}

    /** One line without a line break. */
    public static String write(PublicEvent event) {
        try {
            return MAPPER.writeValueAsString(flat(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event " + event.type() + " has a field that is not JSON", e);
        }
    }

    /** The common fields and those of the type in one map. */
    public static Map<String, Object> flat(PublicEvent event) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", event.type());
        all.put("sequenceNumber", event.sequenceNumber());
        all.put("time", event.time().toString());
        all.put("applicationId", event.applicationId());
        all.put("scopeId", event.scopeId());
        all.put("life", event.life());
        all.put("node", event.node());
        all.put("region", event.region());
        all.putAll(event.fields());
        return all;
    }
}
