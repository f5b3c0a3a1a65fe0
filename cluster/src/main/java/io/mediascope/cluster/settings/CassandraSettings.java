package io.mediascope.cluster.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The journal of the profile {@code cluster}.
 *
 * @param contactPoints {@code HOST:PORT} each
 * @param replication {@code DATA-CENTRE:COPIES} each; empty = {@code replicationFactor} copies wherever
 * @param consistency of all reads and writes
 * @param username empty = none is asked for
 */
public record CassandraSettings(
        List<String> contactPoints,
        String localDatacenter,
        String keyspace,
        int replicationFactor,
        List<String> replication,
        String consistency,
        String username,
        String password) {
    private static final String PATH = "mediascope.cassandra.";
    private static final String PLUGIN = "akka.persistence.cassandra.";
    private static final String DRIVER = "datastax-java-driver.";

    static CassandraSettings create(Checked checked) {
        return new CassandraSettings(
                checked.matching(PATH + "contact-points", "[^:]+:\\d{1,5}|\\[[0-9A-Fa-f:.]+]:\\d{1,5}", "HOST:PORT"),
                checked.text(PATH + "local-datacenter"),
                checked.matching(PATH + "keyspace", "[A-Za-z][A-Za-z0-9_]{0,47}"),
                checked.between(PATH + "replication-factor", 1, 15),
                checked.matching(PATH + "replication", "[^:]+:\\d{1,2}", "NAME:COPIES"),
                checked.matching(PATH + "consistency", "QUORUM|LOCAL_QUORUM|ONE"),
                checked.text(PATH + "username"),
                checked.text(PATH + "password"));
    }

    /** The same for the driver and the journal's plug-in. */
    Config driver() {
        Map<String, Object> values = new HashMap<>();
        values.put(DRIVER + "basic.contact-points", contactPoints);
        values.put(DRIVER + "basic.load-balancing-policy.local-datacenter", localDatacenter);
        values.put(DRIVER + "basic.request.consistency", consistency);
        values.put(DRIVER + "profiles.akka-persistence-cassandra-profile.basic.request.consistency", consistency);
        if (!username.isEmpty()) {
            values.put(DRIVER + "advanced.auth-provider.class", "PlainTextAuthProvider");
            values.put(DRIVER + "advanced.auth-provider.username", username);
            values.put(DRIVER + "advanced.auth-provider.password", password);
        }
        for (String store : List.of("journal.", "snapshot.")) {
            values.put(PLUGIN + store + "keyspace", keyspace);
            values.put(PLUGIN + store + "replication-factor", replicationFactor);
            values.put(
                    PLUGIN + store + "replication-strategy",
                    replication.isEmpty() ? "SimpleStrategy" : "NetworkTopologyStrategy");
            values.put(PLUGIN + store + "data-center-replication-factors", replication);
        }
        return ConfigFactory.parseMap(values, "mediascope.cassandra");
    }

    /** The driver's part of a node's configuration. */
    public static Config driverOf(Config node) {
        return node.getConfig("datastax-java-driver");
    }

    /** The part of the journal's plug-in. */
    public static Config pluginOf(Config node) {
        return node.getConfig("akka.persistence.cassandra");
    }

    /** @param bucket {@code yyyyMMddTHH:mm} before which there are no events, the same for all nodes and for ever */
    public static Config withFirstBucket(Config node, String bucket) {
        return ConfigFactory.parseMap(Map.of(PLUGIN + "events-by-tag.first-time-bucket", bucket))
                .withFallback(node);
    }

    @Override
    public String toString() {
        return "CassandraSettings[" + contactPoints + ", " + keyspace + ", password masked]";
    }
}
