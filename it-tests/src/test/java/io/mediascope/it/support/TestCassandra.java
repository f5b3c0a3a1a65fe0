package io.mediascope.it.support;

import io.mediascope.cluster.cassandra.CassandraSchema;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.cluster.cassandra.CassandraLibraries;
import io.mediascope.ops.cluster.cassandra.CassandraServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real Cassandra with all tables, a relational database, and what nodes are told to use them. */
public final class TestCassandra implements AutoCloseable {
    private final CassandraServer server;
    private final Path folder;
    private final Map<String, String> database;

    private TestCassandra(CassandraServer server, Path folder, Map<String, String> database) {
        this.server = server;
        this.folder = folder;
        this.database = database;
    }

    /** With applications in an H2 file. */
    public static TestCassandra start(Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("applications") + ";AUTO_SERVER=TRUE;DATABASE_TO_UPPER=false";
        return start(folder, Map.of("mediascope.database.url", url));
    }

    /** @param database what nodes are told of the relational database; full path to value */
    public static TestCassandra start(Path folder, Map<String, String> database) throws Exception {
        CassandraServer server =
                CassandraServer.start(CassandraLibraries.provide(Path.of("..")), folder.resolve("cassandra"));
        TestCassandra started = new TestCassandra(server, folder, database);
        try {
            CassandraSchema.make(NodeSettings.load(started.withoutLists()));
            return started;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public CassandraServer server() {
        return server;
    }

    /** For a node, which speaks TLS to the others by the certificate that they all have; full path to value. */
    public Map<String, String> settings(List<String> seeds) {
        return settings(seeds, "cluster-tls");
    }

    /** @param certificate nodes of another one are strangers */
    public Map<String, String> settings(List<String> seeds, String certificate) {
        Map<String, String> values = new HashMap<>(withoutLists());
        values.putAll(ClusterCertificate.settings(folder.resolve(certificate)));
        values.put("mediascope.cluster.seed-nodes", String.join(",", seeds));
        return values;
    }

    private Map<String, String> withoutLists() {
        Map<String, String> values = new HashMap<>(database);
        values.put("mediascope.profile", "cluster");
        values.put("mediascope.cluster.insecure", "on");
        values.put("mediascope.cassandra.contact-points", server.contactPoint());
        values.put("mediascope.cassandra.replication-factor", "1");
        return values;
    }

    @Override
    public void close() {
        server.close();
    }
}
