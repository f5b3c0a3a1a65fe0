package io.mediascope.cluster.credentials;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a join token, in an order that tells a stranger nothing: what the claims say about times and ids is only answered
 * once the signature holds.
 */
final class TokenReader {
    private static final int MAX_CHARACTERS = 8_192;

    private final KeyReplica replica;
    private final Clock clock;
    private final Duration skew;

    TokenReader(KeyReplica replica, Clock clock, Duration skew) {
        this.replica = replica;
        this.clock = clock;
        this.skew = skew;
    }

    TokenCheck check(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the join token is missing or longer than 8192 characters");
        }
        SignedJWT token = JoinTokens.parse(text);
        JWTClaimsSet claims = token == null ? null : claims(token);
        if (token == null || claims == null) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the join token is not a signed JWT");
        }
        if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the join token must be signed with HS256");
        }
        return checkKey(token, claims);
    }

    private TokenCheck checkKey(SignedJWT token, JWTClaimsSet claims) {
        String applicationId = Objects.requireNonNullElse(claims.getIssuer(), "");
        if (!ScopeKey.isSafe(applicationId)) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the claim iss must be the application's id");
        }
        if (replica.application(applicationId).isEmpty()) {
            return refused(RefusalReason.TOKEN_UNKNOWN_APPLICATION, "there is no application " + applicationId);
        }
        String keyId = Objects.requireNonNullElse(token.getHeader().getKeyID(), "");
        if (!ScopeKey.isSafe(keyId)) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the header kid must be the id of the signing key");
        }
        Optional<ApiKey> key = replica.key(keyId).filter(k -> k.applicationId().equals(applicationId));
        if (key.isEmpty()) {
            return refused(RefusalReason.TOKEN_UNKNOWN_KEY, "application " + applicationId + " has no key " + keyId);
        }
        if (!JoinTokens.signatureHolds(token, key.get())) {
            return refused(
                    RefusalReason.TOKEN_BAD_SIGNATURE, "the signature was not made with the secret of key " + keyId);
        }
        if (key.get().revokedAt().isPresent()) {
            return refused(RefusalReason.TOKEN_KEY_REVOKED, "key " + keyId + " was revoked");
        }
        return checkTimes(applicationId, keyId, claims);
    }

    private TokenCheck checkTimes(String applicationId, String keyId, JWTClaimsSet claims) {
        if (claims.getExpirationTime() == null) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the claim exp is missing");
        }
        Instant now = clock.instant();
        Instant expires = claims.getExpirationTime().toInstant();
        if (!now.isBefore(expires.plus(skew))) {
            return refused(RefusalReason.TOKEN_EXPIRED, "the join token expired at " + expires);
        }
        if (claims.getNotBeforeTime() != null
                && now.isBefore(claims.getNotBeforeTime().toInstant().minus(skew))) {
            return refused(
                    RefusalReason.TOKEN_NOT_YET_VALID,
                    "the join token is not valid before "
                            + claims.getNotBeforeTime().toInstant());
        }
        return readClaims(applicationId, keyId, expires, claims);
    }

    private static TokenCheck readClaims(String applicationId, String keyId, Instant expires, JWTClaimsSet claims) {
        String scopeId = text(claims.getClaim("scope"));
        String userId = Objects.requireNonNullElse(claims.getSubject(), "");
        String tokenId = Objects.requireNonNullElse(claims.getJWTID(), "");
        if (!ScopeKey.isSafe(scopeId) || !ScopeKey.isSafe(userId)) {
            return refused(
                    RefusalReason.TOKEN_MALFORMED,
                    "the claims scope and sub must be 1 to 128 characters out of A-Z a-z 0-9 . _ ~ @ : + = -");
        }
        if (tokenId.isEmpty() || tokenId.length() > 256) {
            return refused(RefusalReason.TOKEN_MALFORMED, "the claim jti must be 1 to 256 characters");
        }
        Set<Grant> grants = grants(claims.getClaim("grants"));
        Object p2p = claims.getClaim("p2p");
        if (grants == null || !(p2p == null || p2p instanceof Boolean)) {
            return refused(
                    RefusalReason.TOKEN_MALFORMED,
                    "grants must be a list out of publish, subscribe, data, admin, and p2p true or false");
        }
        return new TokenCheck.Valid(new JoinClaims(
                new ScopeKey(applicationId, scopeId),
                userId,
                tokenId,
                keyId,
                expires,
                grants,
                !Boolean.FALSE.equals(p2p)));
    }

    /** Null when it is not a list of grants. */
    private static @Nullable Set<Grant> grants(@Nullable Object claim) {
        if (claim == null) {
            return TokenOrder.DEFAULT_GRANTS;
        }
        if (!(claim instanceof List<?> names)) {
            return null;
        }
        EnumSet<Grant> grants = EnumSet.noneOf(Grant.class);
        for (Object name : names) {
            Optional<Grant> grant = JoinTokens.grantOf(text(name));
            if (grant.isEmpty()) {
                return null;
            }
            grants.add(grant.get());
        }
        return grants;
    }

    private static String text(@Nullable Object claim) {
        return claim instanceof String value ? value : "";
    }

    private static @Nullable JWTClaimsSet claims(SignedJWT token) {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException e) {
            return null;
        }
    }

    private static TokenCheck refused(RefusalReason reason, String text) {
        return new TokenCheck.Refused(Refusal.of(reason, text));
    }
}
