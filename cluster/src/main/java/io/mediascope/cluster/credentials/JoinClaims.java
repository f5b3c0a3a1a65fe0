package io.mediascope.cluster.credentials;

import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ScopeKey;
import java.time.Instant;
import java.util.Set;

/**
 * What a valid join token says.
 *
 * @param tokenId the token's {@code jti}
 * @param p2p false hides the user's addresses from peers
 */
public record JoinClaims(
        ScopeKey scope, String userId, String tokenId, String keyId, Instant expires, Set<Grant> grants, boolean p2p) {
    public JoinClaims {
        grants = Set.copyOf(grants);
    }
}
