package io.mediascope.cluster.credentials;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that an application's server signs join tokens with.
 *
 * @param secret 32 random bytes in base64url; its UTF-8 bytes key HS256. Masked in {@link #toString()}
 * @param revokedAt empty while it is good
 */
public record ApiKey(String keyId, String applicationId, String secret, Instant created, Optional<Instant> revokedAt) {
    @Override
    public String toString() {
        return "ApiKey[" + keyId + ", " + applicationId + ", masked, revoked=" + revokedAt.isPresent() + "]";
    }
}
