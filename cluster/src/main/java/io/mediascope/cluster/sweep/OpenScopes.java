package io.mediascope.cluster.sweep;

import io.mediascope.scope.model.ScopeKey;
import java.util.Set;

/** The scopes that the journal left alive: a life has begun and not ended. */
@FunctionalInterface
public interface OpenScopes {
    /**
     * Waits for the database.
     *
     * @throws OpenScopesException when the list cannot be read now
     */
    Set<ScopeKey> list();

    /** A scope that was listed says that its life {@code life} and those before it have ended. Does not wait. */
    default void ended(ScopeKey scope, long life) {}

    /** The list could not be read; it is asked for again. */
    final class OpenScopesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public OpenScopesException(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
