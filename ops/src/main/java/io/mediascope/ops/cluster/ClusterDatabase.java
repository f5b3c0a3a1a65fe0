package io.mediascope.ops.cluster;

import io.mediascope.ops.node.FreePorts;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.h2.tools.Server;

/** The relational database of a local cluster: H2 in this process, for its nodes on loopback. Safe from any thread. */
final class ClusterDatabase implements AutoCloseable {
    private static final String OPTIONS = ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    private final Server server;
    private final String url;

    private ClusterDatabase(Server server, String url) {
        this.server = server;
        this.url = url;
    }

    /** A new URL for a database that nobody but its nodes can open. */
    static String newUrl() {
        byte[] password = new byte[16];
        new SecureRandom().nextBytes(password);
        return "jdbc:h2:tcp://127.0.0.1:" + FreePorts.next() + "/mediascope" + OPTIONS + ";USER=mediascope;PASSWORD="
                + HexFormat.of().formatHex(password);
    }

    /** Serves the database of {@code folder} at the port of {@code url}. */
    static ClusterDatabase start(Path folder, String url) {
        String port = url.replaceFirst("^jdbc:h2:tcp://127\\.0\\.0\\.1:(\\d+)/.*$", "$1");
        // Without this H2 would listen on every address; it is read once.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        try {
            Server server = Server.createTcpServer(
                    "-tcpPort", port, "-tcpDaemon", "-ifNotExists", "-baseDir", folder.toString());
            return new ClusterDatabase(server.start(), url);
        } catch (SQLException e) {
            throw new ClusterException(
                    "the cluster's database cannot be served at port " + port + ": " + e.getMessage(), e);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        server.stop();
    }
}
