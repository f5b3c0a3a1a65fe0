package io.mediascope.cluster.credentials;

import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A join token to be made.
 *
 * @param timeToLive from now; more than zero
 */
public record TokenOrder(ScopeKey scope, String userId, Duration timeToLive, Set<Grant> grants, boolean p2p) {
    /** What a token grants that names no grants. */
    public static final Set<Grant> DEFAULT_GRANTS = Set.copyOf(EnumSet.of(Grant.PUBLISH, Grant.SUBSCRIBE, Grant.DATA));

    public TokenOrder {
        grants = Set.copyOf(grants);
        if (!ScopeKey.isSafe(userId)) {
            throw new IllegalArgumentException(
                    "the user id must be 1 to 128 characters out of A-Z a-z 0-9 . _ ~ @ : + = -");
        }
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("the time to live must be more than zero");
        }
    }

    /** With the default grants, peer to peer allowed. */
    public static TokenOrder of(ScopeKey scope, String userId, Duration timeToLive) {
        return new TokenOrder(scope, userId, timeToLive, DEFAULT_GRANTS, true);
    }
}
