package io.mediascope.ops.node;

import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Administration over an open {@link ApplicationStore}; throws what the store throws. Does not own the store. */
public final class StoreAdministration implements Administration {
    private final ApplicationStore store;
    private final JoinTokens tokens;

    public StoreAdministration(ApplicationStore store, JoinTokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    @Override
    public NewKey createApplication(String name) {
        CreatedApplication created = store.create(name);
        return newKey(created.key());
    }

    @Override
    public List<Application> applications() {
        return store.list().stream()
                .map(app -> new Application(
                        app.id(), app.name(), app.created().toString(), keys(app.id()), limits(app.limits())))
                .toList();
    }

    @Override
    public NewKey addKey(String applicationId) {
        return newKey(store.addKey(applicationId));
    }

    @Override
    public void revokeKey(String applicationId, String keyId) {
        store.revokeKey(applicationId, keyId);
    }

    @Override
    public Limits setLimits(String applicationId, Limits wanted) {
        ApplicationLimits limits = new ApplicationLimits(
                wanted.participants(), wanted.participantsPerScope(), wanted.tracksPerParticipant());
        return limits(store.setLimits(applicationId, limits).limits());
    }

    private static Limits limits(ApplicationLimits limits) {
        return new Limits(limits.maxParticipants(), limits.maxParticipantsPerScope(), limits.maxTracksPerParticipant());
    }

    @Override
    public String issueToken(TokenOrder order) {
        ScopeKey scope = new ScopeKey(order.applicationId(), order.scopeId());
        return tokens.issue(new io.mediascope.cluster.credentials.TokenOrder(
                scope, order.userId(), Duration.ofSeconds(order.ttlSeconds()), grants(order.grants()), order.p2p()));
    }

    @Override
    public void close() {}

    private List<Key> keys(String applicationId) {
        return store.keys(applicationId).stream()
                .map(key -> new Key(
                        key.keyId(), key.revokedAt().isPresent(), key.created().toString()))
                .toList();
    }

    private static Set<Grant> grants(List<String> names) {
        if (names.isEmpty()) {
            return io.mediascope.cluster.credentials.TokenOrder.DEFAULT_GRANTS;
        }
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String name : names) {
            try {
                grants.add(Grant.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "unknown grant '" + name + "': publish, subscribe, data and admin are known", e);
            }
        }
        return grants;
    }

    private static NewKey newKey(ApiKey key) {
        return new NewKey(key.applicationId(), key.keyId(), key.secret());
    }
}
