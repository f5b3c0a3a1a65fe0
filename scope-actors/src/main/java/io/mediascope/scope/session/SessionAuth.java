package io.mediascope.scope.session;

import io.mediascope.scope.entity.ScopeLimits;
import io.mediascope.scope.model.Grant;
import java.util.Set;

/** What a checked join token and its application's limits allow. */
public record SessionAuth(
        String applicationId,
        String scopeId,
        String userId,
        Set<Grant> grants,
        boolean p2pAllowed,
        ScopeLimits limits) {
    public SessionAuth {
        grants = Set.copyOf(grants);
    }
}
