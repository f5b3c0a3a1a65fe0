package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import io.mediascope.ops.server.RunningNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A node in this process until a signal, or its cluster, ends it. */
final class ForegroundNode {
    private ForegroundNode() {}

    /** Returns when the cluster has taken the node out; the hook stops the node and chooses the exit code, as after a signal. */
    static int run(NodeSettings settings, PrintWriter out) throws IOException, InterruptedException {
        NodeFolder folder = NodeFolder.of(settings.dataDir());
        LogSetup.node(folder.createLog());
        RunningNode node = RunningNode.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, out), "stop-node"));
        CountDownLatch lost = new CountDownLatch(1);
        node.node().whenLost().thenRun(lost::countDown);
        UpReport.print(node, out);
        lost.await();
        return CommandFailure.FAILED;
    }

    static void refuseSecond(NodeFolder folder) throws IOException {
        Optional<NodeFile> running = folder.runningNode();
        if (running.isPresent()) {
            throw CommandFailure.usage("a node runs on " + folder.path() + " already (pid "
                    + running.get().pid() + "); stop it with: ./mediascope down --data " + folder.path());
        }
    }

    /**
     * A node that was asked to stop and did has not failed: without this the JVM would end with the signal's code. One that its cluster
     * has taken out has: whoever runs it starts it again.
     */
    private static void stop(RunningNode node, PrintWriter out) {
        boolean lost = node.node().lost();
        out.println(lost ? "mediascope: the cluster goes on without this node" : "mediascope: stopping");
        out.flush();
        node.close();
        out.println("mediascope: stopped");
        out.flush();
        Runtime.getRuntime().halt(lost ? CommandFailure.FAILED : 0);
    }
}
