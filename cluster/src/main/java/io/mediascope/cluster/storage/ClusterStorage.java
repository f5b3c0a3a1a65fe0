package io.mediascope.cluster.storage;

import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.mediascope.cluster.cassandra.CassandraConnection;
import io.mediascope.cluster.cassandra.CassandraOpenScopes;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.history.JournalHistory;
import io.mediascope.cluster.journal.JournalProbe;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeSettings.JournalSettings;
import io.mediascope.cluster.sweep.OpenScopes;
import javax.sql.DataSource;

/** Events in Cassandra, applications in a relational database. */
final class ClusterStorage implements NodeStorage {
    private final CassandraConnection cassandra;
    private final RelationalDatabase database;
    private final JournalSettings settings;

    private ClusterStorage(CassandraConnection cassandra, RelationalDatabase database, JournalSettings settings) {
        this.cassandra = cassandra;
        this.database = database;
        this.settings = settings;
    }

    static ClusterStorage open(NodeSettings settings) {
        CassandraConnection cassandra = CassandraConnection.open(settings);
        try {
            cassandra.requireSchema();
            return new ClusterStorage(cassandra, RelationalDatabase.open(settings.database()), settings.journal());
        } catch (RuntimeException e) {
            cassandra.close();
            throw e;
        }
    }

    @Override
    public DataSource applications() {
        return database.dataSource();
    }

    @Override
    public ActorSystemSetup journal(Config config) {
        return cassandra.journal(config);
    }

    @Override
    public JournalProbe probe() {
        return JournalProbe.start(
                cassandra.attempt(settings.probeTimeout()), settings.probeInterval(), settings.probeTimeout());
    }

    @Override
    public OpenScopes openScopes() {
        return new CassandraOpenScopes(cassandra.rows());
    }

    @Override
    public EventHistory history(ActorSystem<?> system) {
        return JournalHistory.cassandra(system);
    }

    @Override
    public void close() {
        cassandra.close();
        database.close();
    }
}
