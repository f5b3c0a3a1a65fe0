package io.mediascope.cluster.credentials;

import io.mediascope.scope.model.ScopeSerializable;
import java.util.Optional;

/** An application or one of its keys, as nodes tell them to each other; one of both. */
public record Credential(Optional<Application> application, Optional<ApiKey> key) implements ScopeSerializable {
    /** Each bucket is one value of Distributed Data: what changes in one travels without the others. */
    static final int BUCKETS = 256;

    static Credential of(Application application) {
        return new Credential(Optional.of(application), Optional.empty());
    }

    static Credential of(ApiKey key) {
        return new Credential(Optional.empty(), Optional.of(key));
    }

    String id() {
        return application.map(Application::id).orElseGet(() -> key.orElseThrow()
                .keyId());
    }

    int bucket() {
        return Math.floorMod(id().hashCode(), BUCKETS);
    }

    /**
     * When this value was set, for the choice between two of one id: nothing comes after a revocation.
     *
     * @param before that of the value it replaces
     */
    long setAt(long before) {
        return key.map(known -> known.revokedAt().isPresent()
                        ? Long.MAX_VALUE
                        : known.created().toEpochMilli())
                .orElseGet(() -> Math.max(System.currentTimeMillis(), before + 1));
    }
}
