package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** The option by which every command finds its node. */
final class DataOption {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final long DYING_MS = 300;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:MEDIASCOPE_DATA_DIR:-data}",
            description = "Folder of the node (default: ./data, or MEDIASCOPE_DATA_DIR).")
    Path data = Path.of("data");

    /** The node's; of a cluster's folder, that of the first node that runs. */
    NodeFolder folder() {
        try {
            ClusterFolder cluster = ClusterFolder.of(data);
            return cluster.read().stream()
                    .flatMap(state -> state.nodes().stream())
                    .filter(node -> node.status() == NodeStatus.RUNNING)
                    .map(node -> cluster.node(node.number()))
                    .findFirst()
                    .orElseGet(() -> NodeFolder.of(data));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Where clients ask: the node, or every node of a cluster's folder. */
    List<String> resolvers(NodeFile node) {
        try {
            List<String> all = ClusterFolder.of(data).running().stream()
                    .flatMap(state -> state.nodes().stream())
                    .map(each -> "http://127.0.0.1:" + each.ports().http())
                    .toList();
            return all.isEmpty() ? List.of(node.httpUrl()) : all;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandFailure unreadable(IOException e) {
        return CommandFailure.failed("cannot read the folder " + data + ": " + e.getMessage());
    }

    Optional<NodeFile> runningNode() {
        try {
            Optional<NodeFile> node = folder().runningNode();
            return node.filter(file -> answers(file) || DataFolder.isHeld(folder().path()));
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + folder().nodeFile() + ": " + e.getMessage());
        }
    }

    /**
     * A process that was killed stays in the system's table for a while, without its sockets and its lock on the folder. The
     * sockets go first, by a moment.
     */
    private static boolean answers(NodeFile node) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.httpHost(), node.httpPort()), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DYING_MS));
            return false;
        }
    }

    NodeFile requireNode() {
        return runningNode()
                .orElseThrow(() -> CommandFailure.failed("no node is running on " + folder().path()
                        + "; start one with: ./mediascope up --data " + data));
    }
}
