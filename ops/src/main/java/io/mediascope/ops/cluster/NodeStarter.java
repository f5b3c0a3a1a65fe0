package io.mediascope.ops.cluster;

import io.mediascope.ops.cluster.ClusterState.Storage;
import io.mediascope.ops.node.ChildJvm;
import io.mediascope.ops.node.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts nodes as processes of their own. */
final class NodeStarter {
    private static final String FILE = "node.conf";

    private final ClusterPlan plan;
    private final Storage storage;

    NodeStarter(ClusterPlan plan, Storage storage) {
        this.plan = plan;
        this.storage = storage;
    }

    /** @param seeds those it joins; empty = it is the first and makes the cluster */
    Process start(ManagedNode node, List<String> seeds) throws IOException {
        Path configuration = configure(node, seeds.isEmpty() ? List.of(node.address()) : seeds);
        List<String> command =
                ChildJvm.node(plan.mainClass(), plan.heap(), List.of("node", "--config", configuration.toString()));
        return run(command, node.folder.createConsole());
    }

    /** Makes the tables that all nodes use, as {@code ./mediascope schema} does. */
    void makeSchema(ManagedNode node) throws IOException, InterruptedException {
        Path configuration = configure(node, List.of(node.address()));
        Path log = PrivateFiles.createEmpty(plan.folder().path().resolve("schema.log"));
        List<String> command =
                ChildJvm.command(plan.mainClass(), List.of("schema", "--config", configuration.toString()));
        Process schema = run(command, log);
        try {
            if (schema.waitFor() != 0) {
                throw new ClusterException("the tables in Cassandra cannot be made; see " + log);
            }
        } finally {
            schema.destroy();
        }
    }

    private Path configure(ManagedNode node, List<String> seeds) throws IOException {
        PrivateFiles.createFolder(node.folder.path());
        Path file = node.folder.path().resolve(FILE);
        PrivateFiles.write(
                file, NodeConfiguration.text(node.state(), node.folder.path(), storage, seeds, plan.settings()));
        return file;
    }

    private static Process run(List<String> command, Path out) throws IOException {
        return new ProcessBuilder(ChildJvm.ownSession(command))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .start();
    }
}
