package io.mediascope.cluster.history;

import io.mediascope.scope.model.ScopeKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are wanted.
 *
 * @param applicationId empty = all applications
 * @param scopeId empty = all scopes; needs an application
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 * @param follow true = the stream stays open and events come as they are persisted
 */
public record HistoryQuery(
        Optional<String> applicationId,
        Optional<String> scopeId,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean follow) {
    public static final HistoryQuery ALL =
            new HistoryQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    public HistoryQuery {
        if (scopeId.isPresent() && applicationId.isEmpty()) {
            throw new IllegalArgumentException("a scope's history needs its application");
        }
        if (applicationId.filter(id -> !ScopeKey.isSafe(id)).isPresent()
                || scopeId.filter(id -> !ScopeKey.isSafe(id)).isPresent()) {
            throw new IllegalArgumentException(
                    "applicationId and scopeId must be 1 to 128 characters out of A-Z a-z 0-9 . _ ~ @ : + = -");
        }
    }

    /** Everything of one scope so far. */
    public static HistoryQuery of(ScopeKey scope) {
        return new HistoryQuery(
                Optional.of(scope.applicationId()),
                Optional.of(scope.scopeId()),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same, but open-ended. */
    public HistoryQuery following() {
        return new HistoryQuery(applicationId, scopeId, from, to, true);
    }
}
