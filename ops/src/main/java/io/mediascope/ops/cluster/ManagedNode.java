package io.mediascope.ops.cluster;

import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ClusterState.NodePorts;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import io.mediascope.ops.node.ProcessRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node as the supervisor sees it. Thread: the supervisor's loop. */
final class ManagedNode {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** A node that ran this long before it ended starts again at once. */
    private static final long SOUND_NS = TimeUnit.SECONDS.toNanos(30);

    final int number;
    final String region;
    final NodePorts ports;
    final NodeFolder folder;
    private NodeStatus status = NodeStatus.STOPPED;
    private @Nullable Process process;
    private int restarts;
    private long startedNs;
    private Duration pause = FIRST_PAUSE;

    /** Whether it is started again when it ends. */
    private boolean wanted = true;

    ManagedNode(int number, String region, NodePorts ports, NodeFolder folder) {
        this.number = number;
        this.region = region;
        this.ports = ports;
        this.folder = folder;
    }

    NodeStatus status() {
        return status;
    }

    boolean isWanted() {
        return wanted;
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    /** Whether others may join through it. */
    boolean isSeed() {
        return wanted && (status == NodeStatus.STARTING || status == NodeStatus.RUNNING);
    }

    String address() {
        return "127.0.0.1:" + ports.cluster();
    }

    boolean is(Process other) {
        return process == other;
    }

    void started(Process fresh, long nowNs) {
        process = fresh;
        startedNs = nowNs;
        wanted = true;
        status = NodeStatus.STARTING;
    }

    /** Looks whether a node that starts has become ready. */
    boolean becameReady() {
        if (status == NodeStatus.STARTING
                && file().filter(file -> new NodeClient(file).isReady()).isPresent()) {
            status = NodeStatus.RUNNING;
            return true;
        }
        return false;
    }

    /** From now on it is not started again. */
    void unwanted() {
        wanted = false;
        status = runs() ? NodeStatus.STOPPING : NodeStatus.STOPPED;
    }

    void stop() {
        unwanted();
        if (process != null) {
            process.destroy();
        }
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Returns the time until it is to be started again; empty when it is not. */
    Optional<Duration> ended(long nowNs) {
        if (!wanted) {
            status = NodeStatus.STOPPED;
            return Optional.empty();
        }
        status = NodeStatus.RESTARTING;
        restarts++;
        pause = nowNs - startedNs > SOUND_NS ? FIRST_PAUSE : longer(pause);
        return Optional.of(pause);
    }

    /** What the process that runs now has written, or, after its end, what it left: nothing when it ended in order. */
    Optional<NodeFile> file() {
        try {
            return folder.read().filter(file -> process != null && file.pid() == process.pid());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Node state() {
        ProcessRef ref = process == null ? null : ProcessRef.of(process.toHandle());
        return new Node(number, region, ports, status, ref, restarts);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
