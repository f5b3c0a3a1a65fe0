package io.mediascope.ops.cli;

import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ControlClient;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.ProcessRef;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is done to single nodes of a cluster of this machine. */
final class ClusterOrders {
    private ClusterOrders() {}

    /** What they share. */
    abstract static class Base implements Callable<Integer> {
        private static final long POLL_MS = 100;

        @Mixin
        private ClusterOption cluster = new ClusterOption();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            run(cluster.require());
            return 0;
        }

        abstract void run(ClusterState state) throws Exception;

        final void say(String line) {
            Main.out(spec).println("mediascope: " + line);
        }

        /** The process of a node that runs. */
        static ProcessRef process(ClusterState state, int number) {
            Node node = state.node(number)
                    .orElseThrow(() -> CommandFailure.usage("there is no node " + number + "; there are "
                            + state.nodes().stream().map(Node::number).toList()));
            ProcessRef process = node.process();
            if (process == null || !process.isAlive()) {
                throw CommandFailure.failed("node " + number + " does not run");
            }
            return process;
        }

        /** Waits until the supervisor has written that the node is in this state. */
        final Node await(int number, NodeStatus status, int seconds) throws IOException, InterruptedException {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < deadlineNs) {
                Node node = cluster.require().node(number).orElseThrow();
                if (node.status() == status) {
                    return node;
                }
                Thread.sleep(POLL_MS);
            }
            throw CommandFailure.failed("node " + number + " is not "
                    + status.name().toLowerCase(java.util.Locale.ROOT) + " after " + seconds + " s; see "
                    + cluster.folder().node(number).log());
        }
    }

    /** Those that name a node. */
    abstract static class OfNode extends Base {
        @Parameters(paramLabel = "N", description = "The node's number.")
        private int number;

        final int number() {
            return number;
        }
    }

    @Command(
            name = "kill",
            description = "Kills a node's process (kill -9); the supervisor starts it again.",
            mixinStandardHelpOptions = true)
    static final class Kill extends OfNode {
        @Option(names = "--no-restart", description = "Leave it dead until: cluster start N.")
        private boolean noRestart;

        @Override
        void run(ClusterState state) {
            long pid = process(state, number()).pid();
            new ControlClient(state).give(Order.kill(number(), !noRestart));
            say("killed node " + number() + " (pid " + pid + ")");
        }
    }

    @Command(
            name = "freeze",
            description = "Makes a node's process stand still (SIGSTOP), as a machine that hangs.",
            mixinStandardHelpOptions = true)
    static final class Freeze extends OfNode {
        @Override
        void run(ClusterState state) throws Exception {
            process(state, number()).freeze();
            say("node " + number() + " stands still; go on with: ./mediascope cluster thaw " + number());
        }
    }

    @Command(
            name = "thaw",
            description = "Lets a frozen node's process go on (SIGCONT).",
            mixinStandardHelpOptions = true)
    static final class Thaw extends OfNode {
        @Override
        void run(ClusterState state) throws Exception {
            process(state, number()).thaw();
            say("node " + number() + " goes on");
        }
    }

    @Command(
            name = "drain",
            description = "Lets a node leave in order and waits until it has gone; it is not started again.",
            mixinStandardHelpOptions = true)
    static final class Drain extends OfNode {
        private static final int SECONDS = 60;

        @Override
        void run(ClusterState state) throws Exception {
            process(state, number());
            new ControlClient(state).give(Order.drain(number()));
            await(number(), NodeStatus.STOPPED, SECONDS);
            say("node " + number() + " has left; start it again with: ./mediascope cluster start " + number());
        }
    }

    @Command(
            name = "start",
            description = "Starts a node that was drained or killed and waits until it is ready.",
            mixinStandardHelpOptions = true)
    static final class Start extends OfNode {
        private static final int SECONDS = 90;

        @Override
        void run(ClusterState state) throws Exception {
            new ControlClient(state).give(Order.start(number()));
            await(number(), NodeStatus.RUNNING, SECONDS);
            say("node " + number() + " is ready");
        }
    }

    @Command(
            name = "add",
            description = "Adds a node, starts it and waits until it is ready.",
            mixinStandardHelpOptions = true)
    static final class Add extends Base {
        private static final int SECONDS = 90;

        @Option(names = "--region", paramLabel = "NAME", defaultValue = "", description = "Where it stands.")
        private String region = "";

        @Override
        void run(ClusterState state) throws Exception {
            int number = new ControlClient(state).give(Order.add(region));
            await(number, NodeStatus.RUNNING, SECONDS);
            say("node " + number + " is ready");
        }
    }
}
