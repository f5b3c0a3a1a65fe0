package io.mediascope.cluster.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @TempDir
    Path folder;

    private EmbeddedDatabase database;
    private ApplicationStore store;
    private JoinTokens tokens;
    private CreatedApplication app;
    private ScopeKey scope;

    @BeforeEach
    void open() {
        database = EmbeddedDatabase.open(folder);
        store = ApplicationStore.open(database.dataSource(), Clock.fixed(NOW, ZoneOffset.UTC));
        tokens = tokensAt(NOW);
        app = store.create("shop");
        scope = new ScopeKey(app.application().id(), "room");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldMakeSecretsOf32BytesAndMaskThem() {
        assertThat(Base64.getUrlDecoder().decode(app.key().secret())).hasSize(32);
        assertThat(app.toString()).doesNotContain(app.key().secret());
        assertThat(store.create("other").key().secret()).isNotEqualTo(app.key().secret());
    }

    @Test
    void shouldAcceptWhatItIssued() {
        TokenOrder order = new TokenOrder(scope, "alice", Duration.ofHours(1), Set.of(Grant.SUBSCRIBE), false);

        JoinClaims claims = valid(tokens.verify(tokens.issue(order), scope));

        assertThat(claims.userId()).isEqualTo("alice");
        assertThat(claims.scope()).isEqualTo(scope);
        assertThat(claims.grants()).containsExactly(Grant.SUBSCRIBE);
        assertThat(claims.p2p()).isFalse();
        assertThat(claims.expires()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void shouldGiveTheDefaultGrantsToATokenOfAnotherLibrary() throws Exception {
        JoinClaims claims = valid(tokens.verify(signed(app.key(), c -> c), scope));

        assertThat(claims.grants()).containsExactlyInAnyOrder(Grant.PUBLISH, Grant.SUBSCRIBE, Grant.DATA);
        assertThat(claims.p2p()).isTrue();
    }

    @Test
    void shouldTellEachRefusalFromTheOthers() throws Exception {
        ApiKey stranger = new ApiKey(
                "key-none",
                scope.applicationId(),
                app.key().secret(),
                NOW,
                app.key().revokedAt());
        ApiKey forged = new ApiKey(
                app.key().keyId(),
                scope.applicationId(),
                "x".repeat(43),
                NOW,
                app.key().revokedAt());

        assertThat(reason("")).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason("a.b.c")).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason("é.".repeat(9000))).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason(signed(forged, c -> c))).isEqualTo(RefusalReason.TOKEN_BAD_SIGNATURE);
        assertThat(reason(signed(app.key(), c -> c.issuer("app-none"))))
                .isEqualTo(RefusalReason.TOKEN_UNKNOWN_APPLICATION);
        assertThat(reason(signed(stranger, c -> c))).isEqualTo(RefusalReason.TOKEN_UNKNOWN_KEY);
        assertThat(reason(signed(app.key(), c -> c.expirationTime(at(-6))))).isEqualTo(RefusalReason.TOKEN_EXPIRED);
        assertThat(reason(signed(app.key(), c -> c.notBeforeTime(at(6))))).isEqualTo(RefusalReason.TOKEN_NOT_YET_VALID);
        assertThat(reason(signed(app.key(), c -> c.claim("scope", "cellar"))))
                .isEqualTo(RefusalReason.TOKEN_WRONG_SCOPE);
        assertThat(reason(signed(app.key(), c -> c.claim("scope", "a|b")))).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason(signed(app.key(), c -> c.subject("a b")))).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason(signed(app.key(), c -> c.jwtID(null)))).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason(signed(app.key(), c -> c.expirationTime(null)))).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason(signed(app.key(), c -> c.claim("grants", List.of("fly")))))
                .isEqualTo(RefusalReason.TOKEN_MALFORMED);
        store.revokeKey(scope.applicationId(), app.key().keyId());
        assertThat(reason(signed(app.key(), c -> c))).isEqualTo(RefusalReason.TOKEN_KEY_REVOKED);
    }

    @Test
    void shouldAllowForClocksThatAreALittleOff() throws Exception {
        valid(tokens.verify(signed(app.key(), c -> c.expirationTime(at(-4))), scope));
        valid(tokens.verify(signed(app.key(), c -> c.notBeforeTime(at(4))), scope));
    }

    @Test
    void shouldRefuseUnsignedTokensAndOtherAlgorithms() throws Exception {
        JWTClaimsSet claims = claims().build();
        SignedJWT strong = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS512)
                        .keyID(app.key().keyId())
                        .build(),
                claims);
        strong.sign(new MACSigner(app.key().secret().repeat(2).getBytes(StandardCharsets.UTF_8)));

        assertThat(reason(new PlainJWT(claims).serialize())).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(reason(strong.serialize())).isEqualTo(RefusalReason.TOKEN_MALFORMED);
    }

    @Test
    void shouldSignWithTheNewestGoodKey() {
        ApiKey second = store.addKey(scope.applicationId());
        store.revokeKey(scope.applicationId(), app.key().keyId());

        String token = tokens.issue(TokenOrder.of(scope, "bob", Duration.ofMinutes(1)));

        assertThat(valid(tokens.verify(token, scope)).keyId()).isEqualTo(second.keyId());
        store.revokeKey(scope.applicationId(), second.keyId());
        assertThatThrownBy(() -> tokens.issue(TokenOrder.of(scope, "bob", Duration.ofMinutes(1))))
                .isInstanceOf(UnknownCredentialException.class);
    }

    @Test
    void shouldReadBackWhatItWrote() {
        store.addKey(scope.applicationId());
        store.revokeKey(scope.applicationId(), app.key().keyId());
        store.setLimits(scope.applicationId(), new ApplicationLimits(50, 10, 4));

        ApplicationStore again = ApplicationStore.open(database.dataSource(), Clock.systemUTC());

        assertThat(again.list()).isEqualTo(store.list());
        assertThat(again.keys(scope.applicationId())).isEqualTo(store.keys(scope.applicationId()));
        assertThat(again.find(scope.applicationId()).orElseThrow().limits())
                .isEqualTo(new ApplicationLimits(50, 10, 4));
        assertThatThrownBy(() -> again.addKey("app-none")).isInstanceOf(UnknownCredentialException.class);
        assertThatThrownBy(() -> again.revokeKey(scope.applicationId(), "key-none"))
                .isInstanceOf(UnknownCredentialException.class);
    }

    private JoinTokens tokensAt(Instant now) {
        return new JoinTokens(store, Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(5));
    }

    private RefusalReason reason(String token) {
        assertThat(tokens.verify(token, scope)).isInstanceOf(TokenCheck.Refused.class);
        return ((TokenCheck.Refused) tokens.verify(token, scope)).refusal().reason();
    }

    private static JoinClaims valid(TokenCheck check) {
        assertThat(check).isInstanceOf(TokenCheck.Valid.class);
        return ((TokenCheck.Valid) check).claims();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(scope.applicationId())
                .claim("scope", scope.scopeId())
                .subject("alice")
                .jwtID("1")
                .expirationTime(at(60));
    }

    private String signed(ApiKey key, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.keyId()).build(),
                change.apply(claims()).build());
        token.sign(new MACSigner(key.secret().getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    private static Date at(int seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }
}
