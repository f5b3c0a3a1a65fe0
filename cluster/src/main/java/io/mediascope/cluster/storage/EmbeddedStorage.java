package io.mediascope.cluster.storage;

import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.history.JournalHistory;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.cluster.journal.JournalProbe;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeSettings.JournalSettings;
import io.mediascope.cluster.sweep.JdbcOpenScopes;
import io.mediascope.cluster.sweep.OpenScopes;
import javax.sql.DataSource;

/** Everything in one H2 file. */
public final class EmbeddedStorage implements NodeStorage {
    private final EmbeddedDatabase database;
    private final JournalSettings settings;
    private final boolean owned;

    private EmbeddedStorage(EmbeddedDatabase database, JournalSettings settings, boolean owned) {
        this.database = database;
        this.settings = settings;
        this.owned = owned;
    }

    static EmbeddedStorage open(NodeSettings settings) {
        return new EmbeddedStorage(EmbeddedDatabase.open(settings.dataDir()), settings.journal(), true);
    }

    /** A file that whoever opened it closes. */
    public static EmbeddedStorage over(EmbeddedDatabase database, JournalSettings settings) {
        return new EmbeddedStorage(database, settings, false);
    }

    @Override
    public DataSource applications() {
        return database.dataSource();
    }

    @Override
    public ActorSystemSetup journal(Config config) {
        return database.journal(config);
    }

    @Override
    public JournalProbe probe() {
        return JournalProbe.start(database, settings.probeInterval(), settings.probeTimeout());
    }

    @Override
    public OpenScopes openScopes() {
        return new JdbcOpenScopes(database.dataSource());
    }

    @Override
    public EventHistory history(ActorSystem<?> system) {
        return JournalHistory.embedded(system);
    }

    @Override
    public void close() {
        if (owned) {
            database.close();
        }
    }
}
