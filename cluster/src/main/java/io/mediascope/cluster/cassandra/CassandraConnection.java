package io.mediascope.cluster.cassandra;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.internal.core.config.typesafe.DefaultDriverConfigLoader;
import com.typesafe.config.Config;
import io.mediascope.cluster.journal.JournalProbe;
import io.mediascope.cluster.settings.CassandraSettings;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import java.time.Duration;

/** The one session of a node: journal, probe and read model use it. */
public final class CassandraConnection implements AutoCloseable {
    private final CqlSession session;
    private final CassandraTables tables;
    private final OpenScopeRows rows;

    private CassandraConnection(CqlSession session, CassandraTables tables) {
        this.session = session;
        this.tables = tables;
        this.rows = new OpenScopeRows(session, tables);
    }

    /**
     * Connects; waits for it.
     *
     * @throws NodeStartException when none of the contact points answers
     */
    public static CassandraConnection open(NodeSettings settings) {
        CassandraSettings cassandra = settings.cassandra();
        Config driver = CassandraSettings.driverOf(settings.config());
        try {
            CqlSession session = CqlSession.builder()
                    .withConfigLoader(new DefaultDriverConfigLoader(() -> driver))
                    .build();
            return new CassandraConnection(session, new CassandraTables(cassandra.keyspace()));
        } catch (AllNodesFailedException e) {
            throw new NodeStartException(
                    "Cassandra cannot be reached at " + cassandra.contactPoints()
                            + " (mediascope.cassandra.contact-points): " + why(e),
                    e);
        } catch (DriverException | IllegalArgumentException | IllegalStateException e) {
            throw new NodeStartException("the connection to Cassandra cannot be set up: " + e.getMessage(), e);
        }
    }

    /** @throws NodeStartException when the command that makes the tables was not run */
    public void requireSchema() {
        if (!tables.areIn(session)) {
            throw new NodeStartException("Cassandra's keyspace " + tables.keyspace()
                    + " is not there or lacks tables; make them once with: ./mediascope schema --config FILE");
        }
    }

    /** What an ActorSystem is started with so that its journal uses this session. */
    public ActorSystemSetup journal(Config config) {
        Config complete = CassandraSettings.withFirstBucket(config, tables.firstBucket(session));
        return ActorSystemSetup.create(BootstrapSetup.create(complete), new SharedSession.Setup(session, rows));
    }

    /** One look whether reads and writes are done. */
    public JournalProbe.Attempt attempt(Duration timeout) {
        return new CassandraAttempt(session, tables, timeout);
    }

    public OpenScopeRows rows() {
        return rows;
    }

    CqlSession session() {
        return session;
    }

    CassandraTables tables() {
        return tables;
    }

    @Override
    public void close() {
        session.close();
    }

    private static String why(AllNodesFailedException failure) {
        return failure.getAllErrors().values().stream()
                .flatMap(errors -> errors.stream())
                .findFirst()
                .map(error -> String.valueOf(error.getMessage()))
                .orElse(String.valueOf(failure.getMessage()));
    }
}
