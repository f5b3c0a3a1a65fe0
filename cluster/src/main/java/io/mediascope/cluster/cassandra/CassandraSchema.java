package io.mediascope.cluster.cassandra;

import akka.actor.ActorSystem;
import akka.persistence.cassandra.KeyspaceAndTableStatements;
import akka.persistence.cassandra.PluginSettings;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.settings.CassandraSettings;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.NodeStartException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes keyspace and tables, once and from one place: Cassandra breaks tables that two make at the same time. */
public final class CassandraSchema {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PLUGIN = "akka.persistence.cassandra";

    private CassandraSchema() {}

    /**
     * Makes what is missing; waits for it. What is there stays as it is.
     *
     * @throws NodeStartException when Cassandra cannot be reached or refuses
     */
    public static void make(NodeSettings settings) {
        try (CassandraConnection connection = CassandraConnection.open(settings)) {
            List<String> statements = new ArrayList<>(ofThePlugin(settings.config()));
            statements.addAll(connection.tables().statements(Clock.systemUTC()));
            execute(connection.session(), statements);
        }
    }

    private static void execute(CqlSession session, List<String> statements) {
        for (String statement : statements) {
            try {
                session.execute(SimpleStatement.newInstance(statement).setTimeout(TIMEOUT));
            } catch (DriverException e) {
                throw new NodeStartException(
                        "Cassandra refuses \""
                                + statement.strip().lines().findFirst().orElse("") + "\": " + e.getMessage(),
                        e);
            }
        }
    }

    private static List<String> ofThePlugin(Config config) {
        Config local = ConfigFactory.parseMap(
                        Map.of("akka.actor.provider", "local", "akka.coordinated-shutdown.exit-jvm", "off"))
                .withFallback(config);
        ActorSystem system = ActorSystem.create("mediascope-schema", local);
        try {
            KeyspaceAndTableStatements made = new KeyspaceAndTableStatements(
                    system, PLUGIN, new PluginSettings(system, CassandraSettings.pluginOf(config)));
            List<String> statements = new ArrayList<>();
            statements.add(made.createJournalKeyspaceStatement());
            statements.addAll(made.getCreateJournalTablesStatements());
            statements.addAll(made.getCreateSnapshotTablesStatements());
            return statements;
        } finally {
            system.terminate();
        }
    }
}
