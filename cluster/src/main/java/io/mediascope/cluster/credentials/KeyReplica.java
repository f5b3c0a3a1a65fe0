package io.mediascope.cluster.credentials;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Applications and keys in memory: token checks work while the database does not. Revoked keys stay, as revoked. */
public final class KeyReplica {
    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

    public Optional<Application> application(String applicationId) {
        return Optional.ofNullable(applications.get(applicationId));
    }

    public Optional<ApiKey> key(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    Collection<Application> applications() {
        return applications.values();
    }

    Collection<ApiKey> keys() {
        return keys.values();
    }

    void put(Application application) {
        applications.put(application.id(), application);
    }

    /** A key that was revoked stays so, whoever says what in which order. */
    void put(ApiKey key) {
        keys.merge(key.keyId(), key, (known, told) -> known.revokedAt().isPresent() ? known : told);
    }
}
