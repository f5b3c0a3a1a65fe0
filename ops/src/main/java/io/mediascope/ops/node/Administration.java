package io.mediascope.ops.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Applications, keys and tokens, whether the node runs (asked over HTTP) or is down (its file). A refusal is a {@link
 * RequestRefused} with one line for the person.
 */
public interface Administration extends AutoCloseable {
    NewKey createApplication(String name);

    List<Application> applications();

    NewKey addKey(String applicationId);

    void revokeKey(String applicationId, String keyId);

    /** Replaces an application's limits; they hold for joins from now on. */
    Limits setLimits(String applicationId, Limits limits);

    /** A signed join token. */
    String issueToken(TokenOrder order);

    @Override
    void close();

    /** A key as it is shown once, when it is made. */
    record NewKey(String applicationId, String keyId, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "NewKey[applicationId=" + applicationId + ", keyId=" + keyId + "]";
        }
    }

    /** @param createdAt ISO 8601, empty when unknown */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Application(String applicationId, String name, String createdAt, List<Key> keys, Limits limits) {}

    /**
     * What an application may use; 0 = the node's default.
     *
     * @param participants in all of its scopes together
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Limits(int participants, int participantsPerScope, int tracksPerParticipant) {}

    /** A key without its secret. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Key(String keyId, boolean revoked, String createdAt) {}

    /** @param grants lower-case names; empty = what tokens without grants allow */
    record TokenOrder(
            String applicationId, String scopeId, String userId, long ttlSeconds, List<String> grants, boolean p2p) {}
}
