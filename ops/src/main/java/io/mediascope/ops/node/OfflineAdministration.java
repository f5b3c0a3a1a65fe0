package io.mediascope.ops.node;

import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.credentials.UnknownCredentialException;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.cluster.settings.DataFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Administration of a data folder whose node is down. Holds the folder while it is open. */
public final class OfflineAdministration implements Administration {
    private final DataFolder folder;
    private final EmbeddedDatabase database;
    private final StoreAdministration store;

    private OfflineAdministration(DataFolder folder, EmbeddedDatabase database) {
        this.folder = folder;
        this.database = database;
        Clock clock = Clock.systemUTC();
        ApplicationStore applications = ApplicationStore.open(database.dataSource(), clock);
        this.store = new StoreAdministration(applications, new JoinTokens(applications, clock, Duration.ZERO));
    }

    /**
     * Opens the folder's database.
     *
     * @throws RequestRefused when no node has ever run on the folder
     * @throws io.mediascope.cluster.settings.NodeStartException when another process holds it
     */
    public static OfflineAdministration open(Path dataDir) {
        if (!EmbeddedDatabase.existsIn(dataDir)) {
            throw new RequestRefused(
                    "no node has run on " + dataDir + " yet; start one with: ./mediascope up --data " + dataDir, false);
        }
        DataFolder folder = DataFolder.lock(dataDir);
        try {
            return new OfflineAdministration(folder, EmbeddedDatabase.open(dataDir));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public NewKey createApplication(String name) {
        return told(() -> store.createApplication(name));
    }

    @Override
    public List<Application> applications() {
        return told(store::applications);
    }

    @Override
    public NewKey addKey(String applicationId) {
        return told(() -> store.addKey(applicationId));
    }

    @Override
    public void revokeKey(String applicationId, String keyId) {
        told(() -> {
            store.revokeKey(applicationId, keyId);
            return keyId;
        });
    }

    @Override
    public Limits setLimits(String applicationId, Limits limits) {
        return told(() -> store.setLimits(applicationId, limits));
    }

    @Override
    public String issueToken(TokenOrder order) {
        return told(() -> store.issueToken(order));
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }

    private static <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnknownCredentialException e) {
            throw new RequestRefused(String.valueOf(e.getMessage()), e);
        }
    }
}
