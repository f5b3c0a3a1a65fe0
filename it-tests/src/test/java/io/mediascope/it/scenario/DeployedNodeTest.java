package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.ClusterCertificate;
import io.mediascope.it.support.DatabaseServer;
import io.mediascope.it.support.Jvm;
import io.mediascope.ops.cli.Main;
import io.mediascope.ops.cluster.cassandra.CassandraLibraries;
import io.mediascope.ops.cluster.cassandra.CassandraServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that operators copy, as it stands, with a real Cassandra and PostgreSQL behind it. */
@Tag("slow")
class DeployedNodeTest {
    private static final Path DEPLOYED =
            Path.of("../ops/deploy/mediascope.conf").toAbsolutePath().normalize();
    private static final Duration READY = Duration.ofSeconds(90);
    private static final int COMMAND_SECONDS = 90;

    @TempDir
    Path folder;

    private final int clusterPort = freePort();

    DeployedNodeTest() throws IOException {}

    @Test
    void shouldServeAJoinAndStopInOrder() throws Exception {
        try (CassandraServer cassandra =
                        CassandraServer.start(CassandraLibraries.provide(Path.of("..")), folder.resolve("cassandra"));
                DatabaseServer database = DatabaseServer.postgres()) {
            Path config = config();
            List<String> environment = environment(cassandra, database);
            assertThat(command(environment, "schema", "--config", config.toString()))
                    .contains("mediascope");
            try (Jvm node = Jvm.start(environment, Main.class, "node", "--config", config.toString())) {
                await().atMost(READY)
                        .until(() -> !node.isAlive() || node.lines.toString().contains("ready"));
                assertThat(node.isAlive()).as(String.join("\n", node.lines)).isTrue();
                assertThat(command(environment, "join", "--scope", "desk", "--user", "ann", "--seconds", "3"))
                        .contains("ann");
                assertThat(command(environment, "replay", "--scope", "desk"))
                        .contains("ParticipantJoined", "ParticipantLeft");
                node.stop(40);
                assertThat(node.exit(1)).isIn(0, 143);
            }
        }
    }

    /** What an operator changes besides the environment: ports that are free here, one Cassandra, and where the keys lie. */
    private Path config() throws IOException {
        Map<String, String> values = new TreeMap<>(certificate());
        values.put("mediascope.cassandra.replication-factor", "1");
        values.put("mediascope.cluster.port", Integer.toString(clusterPort));
        for (String port : List.of("http.port", "link.port", "udp.audio-port", "udp.video-port", "udp.mux-port")) {
            values.put("mediascope." + port, "0");
        }
        StringBuilder text = new StringBuilder("include file(\"" + DEPLOYED + "\")\n");
        values.forEach(
                (key, value) -> text.append(key).append(" = \"").append(value).append("\"\n"));
        return Files.writeString(folder.resolve("mediascope.conf"), text);
    }

    private Map<String, String> certificate() {
        return ClusterCertificate.settings(folder.resolve("tls"));
    }

    /** As the unit's environment file sets it. */
    private List<String> environment(CassandraServer cassandra, DatabaseServer database) {
        Map<String, String> tls = certificate();
        Map<String, String> sql = database.nodeSettings();
        return List.of(
                "env",
                "MEDIASCOPE_DATA_DIR=" + folder.resolve("data"),
                "MEDIASCOPE_ADVERTISED_HOST=127.0.0.1",
                "MEDIASCOPE_CERTIFICATE=" + tls.get("mediascope.cluster.tls.certificate"),
                "MEDIASCOPE_PRIVATE_KEY=" + tls.get("mediascope.cluster.tls.private-key"),
                "MEDIASCOPE_UDP_BIND_ADDRESSES=127.0.0.1",
                "MEDIASCOPE_CLUSTER_HOST=127.0.0.1",
                "MEDIASCOPE_CLUSTER_SEED_NODES=127.0.0.1:" + clusterPort,
                "MEDIASCOPE_CLUSTER_DEATH_REPORTS_SECRET=" + UUID.randomUUID() + UUID.randomUUID(),
                "MEDIASCOPE_CASSANDRA_CONTACT_POINTS=" + cassandra.contactPoint(),
                "MEDIASCOPE_DATABASE_URL=" + sql.get("mediascope.database.url"),
                "MEDIASCOPE_DATABASE_USERNAME=" + sql.get("mediascope.database.username"),
                "MEDIASCOPE_DATABASE_PASSWORD=" + sql.get("mediascope.database.password"));
    }

    /** What a command prints that has to succeed. */
    private static String command(List<String> environment, String... arguments) throws Exception {
        try (Jvm command = Jvm.start(environment, Main.class, arguments)) {
            int exit = command.exit(COMMAND_SECONDS);
            String printed = String.join("\n", command.lines);
            assertThat(exit).as(printed).isZero();
            return printed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
