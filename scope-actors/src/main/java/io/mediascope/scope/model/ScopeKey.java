package io.mediascope.scope.model;

import java.util.regex.Pattern;

/** Names a scope. Both parts are 1 to 128 characters out of {@code [A-Za-z0-9._~@:+=-]}. */
public record ScopeKey(String applicationId, String scopeId) implements ScopeSerializable {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._~@:+=-]{1,128}");

    public ScopeKey {
        if (!isSafe(applicationId) || !isSafe(scopeId)) {
            throw new IllegalArgumentException(
                    "applicationId and scopeId must be 1 to 128 characters out of A-Z a-z 0-9 . _ ~ @ : + = -");
        }
    }

    /** Whether {@code id} may name an application, a scope or a user. */
    public static boolean isSafe(String id) {
        return SAFE.matcher(id).matches();
    }

    /** The sharding entity id: {@code applicationId|scopeId}. */
    public String entityId() {
        return applicationId + "|" + scopeId;
    }

    /** The inverse of {@link #entityId}. */
    public static ScopeKey ofEntityId(String entityId) {
        int bar = entityId.indexOf('|');
        if (bar < 0) {
            throw new IllegalArgumentException("not a scope's entity id: " + entityId);
        }
        return new ScopeKey(entityId.substring(0, bar), entityId.substring(bar + 1));
    }
}
