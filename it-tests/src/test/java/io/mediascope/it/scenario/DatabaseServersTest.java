package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.credentials.Application;
import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.storage.RelationalDatabase;
import io.mediascope.it.support.DatabaseServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Applications and keys on real database servers. */
@Tag("real")
class DatabaseServersTest {
    private static final int NODES = 8;

    @Test
    void shouldServeOnPostgres() throws Exception {
        try (DatabaseServer server = DatabaseServer.postgres()) {
            serves(server);
        }
    }

    @Test
    void shouldServeOnMariaDb() throws Exception {
        try (DatabaseServer server = DatabaseServer.mariaDb()) {
            serves(server);
        }
    }

    private static void serves(DatabaseServer server) throws Exception {
        manyNodesStartAtOnce(server);
        try (RelationalDatabase database = RelationalDatabase.open(server.settings());
                RelationalDatabase other = RelationalDatabase.open(server.settings())) {
            ApplicationStore store = ApplicationStore.open(database.dataSource(), Clock.systemUTC());
            Application kept = keepsWhatItIsTold(store, other);
            survivesARestart(server, store, kept);
        }
    }

    /** All find an empty database, and all make its tables. */
    private static void manyNodesStartAtOnce(DatabaseServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        List<RelationalDatabase> databases = new ArrayList<>();
        try {
            List<Callable<ApplicationStore>> starts = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                RelationalDatabase database = RelationalDatabase.open(server.settings());
                databases.add(database);
                starts.add(() -> ApplicationStore.open(database.dataSource(), Clock.systemUTC()));
            }
            for (Future<ApplicationStore> started : threads.invokeAll(starts)) {
                assertThat(started.get().list()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
            databases.forEach(RelationalDatabase::close);
        }
    }

    private static Application keepsWhatItIsTold(ApplicationStore store, RelationalDatabase other) {
        String name = "Zoë’s 視頻 🎥 ".repeat(14);
        CreatedApplication created = store.create(name);
        String id = created.application().id();
        ApiKey second = store.addKey(id);
        ApiKey revoked = store.revokeKey(id, created.key().keyId());
        Application limited = store.setLimits(id, new ApplicationLimits(7, 5, 3));
        ApplicationStore seen = ApplicationStore.open(other.dataSource(), Clock.systemUTC());
        assertThat(seen.list()).containsExactly(limited);
        assertThat(limited.name()).isEqualTo(name);
        assertThat(seen.keys(id)).containsExactlyInAnyOrder(revoked, second);
        assertThat(revoked.revokedAt()).isPresent();
        return limited;
    }

    private static void survivesARestart(DatabaseServer server, ApplicationStore store, Application kept)
            throws Exception {
        server.stop();
        assertThatThrownBy(() -> store.addKey(kept.id())).hasMessageContaining("the credentials' tables");
        assertThat(store.find(kept.id())).contains(kept);
        server.start();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> store.addKey(kept.id()));
        assertThat(store.reload()).hasSize(4);
    }
}
