package io.mediascope.ops.cli;

import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option by which commands find a cluster of this machine. */
final class ClusterOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/cluster",
            description = "Folder of the cluster (default: ./data/cluster).")
    private Path data = Path.of("data/cluster");

    ClusterFolder folder() {
        return ClusterFolder.of(data);
    }

    Optional<ClusterState> running() throws IOException {
        return folder().running();
    }

    ClusterState require() throws IOException {
        return running()
                .orElseThrow(() -> CommandFailure.failed("no cluster is running on " + folder().path()
                        + "; start one with: ./mediascope cluster up --data " + data));
    }
}
