package io.mediascope.cluster.credentials;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Join tokens: JWTs (RFC 7519) signed with HS256, keyed with the UTF-8 bytes of an API key's secret, which the header's
 * {@code kid} names. Claims: {@code iss} application, {@code scope}, {@code sub} user, {@code jti}, {@code exp}, optional {@code
 * nbf}, {@code grants}, {@code p2p}. Checks read the replica only.
 */
public final class JoinTokens {
    private final ApplicationStore store;
    private final Clock clock;
    private final TokenReader reader;

    public JoinTokens(ApplicationStore store, Clock clock, Duration clockSkew) {
        this.store = store;
        this.clock = clock;
        this.reader = new TokenReader(store.replica(), clock, clockSkew);
    }

    /**
     * Makes a token with the application's newest good key.
     *
     * @throws UnknownCredentialException when the application does not exist or has no good key
     */
    public String issue(TokenOrder order) {
        String applicationId = order.scope().applicationId();
        if (store.find(applicationId).isEmpty()) {
            throw new UnknownCredentialException("there is no application " + applicationId);
        }
        List<ApiKey> good = store.keys(applicationId).stream()
                .filter(key -> key.revokedAt().isEmpty())
                .toList();
        if (good.isEmpty()) {
            throw new UnknownCredentialException("application " + applicationId + " has no key that is not revoked");
        }
        return sign(order, good.get(good.size() - 1));
    }

    /** Checks a token by itself: signature, key, times, ids. */
    public TokenCheck verify(String token) {
        return reader.check(token);
    }

    /** Checks a token that is presented for {@code scope}. */
    public TokenCheck verify(String token, ScopeKey scope) {
        TokenCheck check = reader.check(token);
        if (check instanceof TokenCheck.Valid valid && !valid.claims().scope().equals(scope)) {
            return new TokenCheck.Refused(Refusal.of(
                    RefusalReason.TOKEN_WRONG_SCOPE,
                    "the token is for scope " + valid.claims().scope().scopeId() + " of application "
                            + valid.claims().scope().applicationId() + ", not for " + scope.scopeId() + " of "
                            + scope.applicationId()));
        }
        return check;
    }

    private String sign(TokenOrder order, ApiKey key) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(order.scope().applicationId())
                .claim("scope", order.scope().scopeId())
                .subject(order.userId())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.ofEpochMilli(clock.millis()).plus(order.timeToLive())))
                .claim(
                        "grants",
                        order.grants().stream()
                                .map(JoinTokens::wireName)
                                .sorted()
                                .toList())
                .claim("p2p", order.p2p())
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.keyId()).build(), claims);
        try {
            token.sign(new MACSigner(key.secret().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 refused key " + key.keyId(), e);
        }
        return token.serialize();
    }

    static String wireName(Grant grant) {
        return grant.name().toLowerCase(Locale.ROOT);
    }

    static Optional<Grant> grantOf(String name) {
        for (Grant grant : Grant.values()) {
            if (wireName(grant).equals(name)) {
                return Optional.of(grant);
            }
        }
        return Optional.empty();
    }

    static boolean signatureHolds(SignedJWT token, ApiKey key) {
        try {
            return token.verify(new MACVerifier(key.secret().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            return false;
        }
    }

    static @Nullable SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            return null;
        }
    }
}
