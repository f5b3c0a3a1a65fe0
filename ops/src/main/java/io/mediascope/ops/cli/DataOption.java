package io.mediascope.ops.cli;

import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option by which every command finds its node. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:MEDIASCOPE_DATA_DIR:-data}",
            description = "Folder of the node (default: ./data, or MEDIASCOPE_DATA_DIR).")
    Path data = Path.of("data");

    NodeFolder folder() {
        return NodeFolder.of(data);
    }

    Optional<NodeFile> runningNode() {
        try {
            return folder().runningNode();
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + folder().nodeFile() + ": " + e.getMessage());
        }
    }

    NodeFile requireNode() {
        return runningNode()
                .orElseThrow(() -> CommandFailure.failed("no node is running on " + folder().path()
                        + "; start one with: ./mediascope up --data " + data));
    }
}
