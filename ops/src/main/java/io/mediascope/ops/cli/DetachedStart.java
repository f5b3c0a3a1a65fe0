package io.mediascope.ops.cli;

import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Starts {@code up} as a process of its own and waits until it is ready or has failed. */
final class DetachedStart {
    private static final long TIMEOUT_SECONDS = 60;

    private final NodeFolder folder;
    private final PrintWriter out;

    DetachedStart(NodeFolder folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /** Returns the exit code: 0 when it is ready, the child's when that ended before. */
    int run(List<String> arguments) throws IOException, InterruptedException {
        return new BackgroundStart("the node", folder.createConsole(), folder.log(), TIMEOUT_SECONDS, out)
                .run(arguments, this::isReady);
    }

    private boolean isReady(Process child) throws IOException {
        Optional<NodeFile> node = folder.read().filter(file -> file.pid() == child.pid());
        return node.isPresent() && new NodeClient(node.get()).isReady();
    }
}
