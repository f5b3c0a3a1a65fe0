package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.ops.cluster.cassandra.CassandraLibraries;
import io.mediascope.ops.cluster.cassandra.CassandraServer;
import io.mediascope.ops.node.ProcessRef;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Cassandra that local clusters and tests use. */
@Tag("real")
class CassandraServerTest {
    @TempDir
    Path folder;

    @Test
    void shouldComeBackAtTheSameAddressAfterItsDeath() throws Exception {
        CassandraLibraries libraries = CassandraLibraries.provide(Path.of(".."));
        String contactPoint;
        ProcessRef first;
        try (CassandraServer server = CassandraServer.start(libraries, folder)) {
            contactPoint = server.contactPoint();
            first = server.process();
            assertThat(accepts(contactPoint)).isTrue();
            first.kill();
            assertThat(server.isAlive()).isFalse();
        }
        ProcessRef second;
        try (CassandraServer server = CassandraServer.start(libraries, folder)) {
            second = server.process();
            assertThat(server.contactPoint()).isEqualTo(contactPoint);
            assertThat(accepts(contactPoint)).isTrue();
        }
        assertThat(second).isNotEqualTo(first);
        assertThat(second.isAlive()).as("stopped by closing").isFalse();
    }

    private static boolean accepts(String contactPoint) throws Exception {
        int port = Integer.parseInt(contactPoint.substring(contactPoint.indexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }
}
