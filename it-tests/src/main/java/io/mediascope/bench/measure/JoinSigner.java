package io.mediascope.bench.measure;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Signs join tokens as an application's server does. Safe from any thread. */
public record JoinSigner(String applicationId, String keyId, String secret) {
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    public String token(String scope, String user) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build(),
                new JWTClaimsSet.Builder()
                        .issuer(applicationId)
                        .claim("scope", scope)
                        .subject(user)
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(Instant.now().plus(GOOD_FOR)))
                        .build());
        try {
            token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "JoinSigner[applicationId=" + applicationId + ", keyId=" + keyId + "]";
    }
}
