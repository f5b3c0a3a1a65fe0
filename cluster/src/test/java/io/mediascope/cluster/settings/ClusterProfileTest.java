package io.mediascope.cluster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.transport.tls.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the profile {@code cluster} asks for, and what it makes of it for driver and Artery. */
class ClusterProfileTest {
    @TempDir
    Path folder;

    @Test
    void shouldRefuseToStartWithoutTls() {
        assertRefused(Map.of(), "needs TLS between nodes");
        assertRefused(
                Map.of("mediascope.cluster.insecure", "on", "mediascope.cluster.host", "10.0.0.1"), "on loopback only");
        assertRefused(Map.of("mediascope.cluster.tls.certificate", "/none.pem"), "/none.pem cannot be read");
    }

    @Test
    void shouldSpeakTlsWithTheGivenFiles() throws Exception {
        Path pem = Files.createFile(folder.resolve("any.pem"));
        NodeSettings settings = load(Map.of(
                "mediascope.cluster.tls.certificate", pem.toString(),
                "mediascope.cluster.tls.private-key", pem.toString(),
                "mediascope.cluster.tls.authority", pem.toString(),
                "mediascope.cluster.host", "10.0.0.1"));
        assertThat(settings.config().getString("akka.remote.artery.transport")).isEqualTo("tls-tcp");
        assertThat(settings.config().getString("akka.remote.artery.ssl.rotating-keys-engine.cert-file"))
                .isEqualTo(pem.toString());
        assertThat(settings.config().getBoolean("akka.coordinated-shutdown.exit-jvm"))
                .as("a process that ends within its own shutdown hooks hangs")
                .isFalse();
    }

    @Test
    void shouldRefuseAKeyThatOnlyFailsLater() throws Exception {
        Path identity = folder.resolve("elliptic");
        TlsIdentity.selfSigned(identity);
        String certificate = identity.resolve("link-certificate.pem").toString();
        assertThatThrownBy(() -> load(Map.of(
                        "mediascope.cluster.tls.certificate",
                        certificate,
                        "mediascope.cluster.tls.private-key",
                        identity.resolve("link-key.pem").toString(),
                        "mediascope.cluster.tls.authority",
                        certificate,
                        "mediascope.cluster.host",
                        "10.0.0.1")))
                .hasMessageContaining("RSA keys only");
    }

    @Test
    void shouldGiveDriverAndPluginTheSameValues() {
        NodeSettings settings = load(Map.of(
                "mediascope.cluster.insecure", "on",
                "mediascope.cassandra.contact-points", "10.0.0.1:9042, 10.0.0.2:9042",
                "mediascope.cassandra.keyspace", "calls",
                "mediascope.cassandra.replication", "eu:3,us:3",
                "mediascope.cassandra.consistency", "LOCAL_QUORUM",
                "mediascope.cassandra.username", "node",
                "mediascope.cassandra.password", "guess"));
        assertThat(settings.config().getStringList("datastax-java-driver.basic.contact-points"))
                .containsExactly("10.0.0.1:9042", "10.0.0.2:9042");
        assertThat(
                        settings.config()
                                .getString(
                                        "datastax-java-driver.profiles.akka-persistence-cassandra-profile.basic.request.consistency"))
                .isEqualTo("LOCAL_QUORUM");
        assertThat(settings.config().getString("akka.persistence.cassandra.snapshot.keyspace"))
                .isEqualTo("calls");
        assertThat(settings.config().getString("akka.persistence.cassandra.journal.replication-strategy"))
                .isEqualTo("NetworkTopologyStrategy");
        assertThat(settings.cassandra().toString()).doesNotContain("guess");
    }

    @Test
    void shouldNameWrongValues() {
        assertRefused(
                Map.of("mediascope.cluster.insecure", "on", "mediascope.database.url", ""), "mediascope.database.url");
        assertRefused(
                Map.of("mediascope.cluster.insecure", "on", "mediascope.cassandra.contact-points", "here"),
                "HOST:PORT");
        assertRefused(Map.of("mediascope.cluster.insecure", "on", "mediascope.cassandra.consistency", "ANY"), "QUORUM");
    }

    private static void assertRefused(Map<String, String> more, String message) {
        assertThatThrownBy(() -> load(more))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining(message);
    }

    private static NodeSettings load(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "mediascope.profile", "cluster",
                "mediascope.database.url", "jdbc:postgresql://127.0.0.1/mediascope"));
        all.putAll(more);
        return NodeSettings.load(all);
    }
}
