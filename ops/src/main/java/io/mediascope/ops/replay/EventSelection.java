package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** Which events a person asked for; a scope may be named without its application. */
public record EventSelection(
        Optional<String> applicationId,
        Optional<String> scopeId,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean follow) {
    /** Whether {@code event} is of the scope that was named; the rest the query has sorted out already. */
    boolean covers(JsonNode event) {
        return scopeId.map(id -> id.equals(event.path("scopeId").asText())).orElse(true);
    }

    /** The scope, where the query can use it: it needs the application as well. */
    Optional<String> queryScope() {
        return applicationId.isPresent() ? scopeId : Optional.empty();
    }

    /** Takes events one by one; false = no more are wanted. */
    @FunctionalInterface
    public interface Consumer {
        boolean accept(JsonNode event) throws InterruptedException;
    }
}
