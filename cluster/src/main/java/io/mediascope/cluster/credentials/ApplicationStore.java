package io.mediascope.cluster.credentials;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Applications and their API keys. The database is the truth, {@link KeyReplica} what checks read: a change stands in the
 * database before it is in the replica, and is in the replica when the method returns. Every change waits for the database.
 */
public final class ApplicationStore {
    private final CredentialTables tables;
    private final KeyReplica replica = new KeyReplica();
    private final Clock clock;
    private volatile Consumer<Credential> told = change -> {};

    private ApplicationStore(DataSource database, Clock clock) {
        this.tables = new CredentialTables(database);
        this.clock = clock;
    }

    /** Makes the tables when they are missing and fills the replica. */
    public static ApplicationStore open(DataSource database, Clock clock) {
        ApplicationStore store = new ApplicationStore(database, clock);
        store.reload();
        return store;
    }

    /** The same for a database that may be down now: the replica is then filled by the other nodes, and by {@link #reload}. */
    public static ApplicationStore openLater(DataSource database, Clock clock) {
        return new ApplicationStore(database, clock);
    }

    /**
     * Makes the tables when they are missing, and reads all of them.
     *
     * @throws IllegalStateException when the database does not answer
     */
    public synchronized List<Credential> reload() {
        tables.create();
        List<Credential> all = new ArrayList<>();
        tables.applications().forEach(application -> all.add(Credential.of(application)));
        tables.keys().forEach(key -> all.add(Credential.of(key)));
        all.forEach(this::heard);
        return all;
    }

    /** What another node, or the database, says. */
    void heard(Credential credential) {
        credential.application().ifPresent(replica::put);
        credential.key().ifPresent(replica::put);
    }

    /** Who hears of each change that is made here, after it stands in the database. */
    void tellChanges(Consumer<Credential> listener) {
        told = listener;
    }

    private void changed(Application application) {
        replica.put(application);
        told.accept(Credential.of(application));
    }

    private void changed(ApiKey key) {
        replica.put(key);
        told.accept(Credential.of(key));
    }

    /** A new application with one key. */
    public synchronized CreatedApplication create(String name) {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("an application's name must be 1 to 200 characters");
        }
        Application application = new Application(RandomIds.applicationId(), name, ApplicationLimits.DEFAULT, now());
        ApiKey key = newKey(application.id());
        tables.insert(application, key);
        changed(application);
        changed(key);
        return new CreatedApplication(application, key);
    }

    /** One more key; the others stay good. */
    public synchronized ApiKey addKey(String applicationId) {
        ApiKey key = newKey(require(applicationId).id());
        tables.insert(key);
        changed(key);
        return key;
    }

    /** Refuses every token of this key from now on. Revoking twice changes nothing. */
    public synchronized ApiKey revokeKey(String applicationId, String keyId) {
        require(applicationId);
        ApiKey key = replica.key(keyId)
                .filter(found -> found.applicationId().equals(applicationId))
                .orElseThrow(
                        () -> new UnknownCredentialException("application " + applicationId + " has no key " + keyId));
        if (key.revokedAt().isPresent()) {
            return key;
        }
        ApiKey revoked = new ApiKey(key.keyId(), key.applicationId(), key.secret(), key.created(), Optional.of(now()));
        tables.revoke(revoked);
        changed(revoked);
        return revoked;
    }

    /** Replaces an application's limits; they hold for joins from now on. */
    public synchronized Application setLimits(String applicationId, ApplicationLimits limits) {
        Application old = require(applicationId);
        Application changed = new Application(old.id(), old.name(), limits, old.created());
        tables.updateLimits(changed);
        changed(changed);
        return changed;
    }

    /** All applications, oldest first. */
    public List<Application> list() {
        return replica.applications().stream()
                .sorted(Comparator.comparing(Application::created).thenComparing(Application::id))
                .toList();
    }

    /** The keys of one application, oldest first, revoked ones too. */
    public List<ApiKey> keys(String applicationId) {
        return replica.keys().stream()
                .filter(key -> key.applicationId().equals(applicationId))
                .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::keyId))
                .toList();
    }

    public Optional<Application> find(String applicationId) {
        return replica.application(applicationId);
    }

    /** What token checks read. */
    public KeyReplica replica() {
        return replica;
    }

    private Application require(String applicationId) {
        return replica.application(applicationId)
                .orElseThrow(() -> new UnknownCredentialException("there is no application " + applicationId));
    }

    private ApiKey newKey(String applicationId) {
        return new ApiKey(RandomIds.keyId(), applicationId, RandomIds.secret(), now(), Optional.empty());
    }

    /** In whole milliseconds: what is read back equals what was written. */
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
