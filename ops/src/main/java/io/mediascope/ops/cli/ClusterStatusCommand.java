package io.mediascope.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.ops.node.RequestRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster status}: what the supervisor knows and the nodes say. */
@Command(name = "status", description = "Shows the cluster's nodes.", mixinStandardHelpOptions = true)
final class ClusterStatusCommand implements Callable<Integer> {
    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(names = "--json", description = "One line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ClusterState state = cluster.require();
        Map<Integer, JsonNode> health = new TreeMap<>();
        for (Node node : state.nodes()) {
            health(node).ifPresent(said -> health.put(node.number(), said));
        }
        PrintWriter out = Main.out(spec);
        if (json) {
            out.println(Json.line(ClusterView.json(state, health)));
            return 0;
        }
        boolean stored = state.storage().cassandra().isAlive();
        out.println("supervisor  pid " + state.supervisor().pid());
        out.println("Cassandra   " + state.storage().contactPoint() + (stored ? "" : " (down)"));
        out.println("TLS         SHA-256 " + state.tlsFingerprint());
        ClusterView.table(state, health).forEach(out::println);
        return 0;
    }

    /** Nothing of a node that does not run or stands still. */
    private Optional<JsonNode> health(Node node) throws IOException {
        ProcessRef process = node.process();
        if (process == null || !process.isAlive() || process.isFrozen()) {
            return Optional.empty();
        }
        ClusterFolder folder = cluster.folder();
        Optional<NodeFile> file = folder.node(node.number()).read().filter(found -> found.pid() == process.pid());
        try {
            return file.map(found -> new NodeClient(found).get("/health"));
        } catch (RequestRefused e) {
            return Optional.empty();
        }
    }
}
