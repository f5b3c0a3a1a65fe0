package io.mediascope.ops.cluster;

import io.mediascope.ops.node.NodeFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs nodes as processes: reaps those that end, tells the others, and starts again what ended unasked. Its methods are safe from
 * any thread and wait for its loop.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final long READY_POLL_MS = 200;
    private static final long STOP_SECONDS = 40;

    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "supervisor"));
    private final ExecutorService reports = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "death-report");
        thread.setDaemon(true);
        return thread;
    });
    private final DeathReporter deaths = new DeathReporter(reports);
    private final List<ManagedNode> nodes = new ArrayList<>();
    private final NodeStarter starter;
    private final Consumer<List<ClusterState.Node>> changed;
    private boolean closing;

    /** @param changed hears of every change, on the loop */
    Supervisor(NodeStarter starter, Consumer<List<ClusterState.Node>> changed) {
        this.starter = starter;
        this.changed = changed;
        loop.scheduleWithFixedDelay(this::look, READY_POLL_MS, READY_POLL_MS, TimeUnit.MILLISECONDS);
    }

    /** Adds a node and starts it. */
    void add(ManagedNode node) {
        on(() -> {
            nodes.add(node);
            launch(node);
            return node;
        });
    }

    List<ClusterState.Node> states() {
        return on(this::stateList);
    }

    /** Starts a node that does not run. */
    void start(int number) {
        on(() -> {
            ManagedNode node = node(number);
            if (node.runs()) {
                throw new ClusterException("node " + number + " runs");
            }
            launch(node);
            return node;
        });
    }

    /** As {@code kill -9}. Unless {@code restart}, it stays dead. */
    void kill(int number, boolean restart) {
        on(() -> {
            ManagedNode node = running(number);
            if (!restart) {
                node.unwanted();
            }
            node.kill();
            return node;
        });
    }

    /** Asks a node to leave in order; it is not started again. */
    void drain(int number) {
        on(() -> {
            ManagedNode node = running(number);
            node.stop();
            tellChange();
            return node;
        });
    }

    /**
     * Stops all nodes in order, at most {@link #STOP_SECONDS} long, and the loop. One node outlives the others: of nodes that leave all at
     * once the last one waits in vain for confirmations of those that are gone.
     */
    @Override
    public void close() {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        List<ManagedNode> all = on(() -> {
            closing = true;
            nodes.forEach(ManagedNode::unwanted);
            return List.copyOf(nodes);
        });
        Optional<ManagedNode> last =
                on(() -> all.stream().filter(ManagedNode::runs).findFirst());
        end(all.stream().filter(node -> last.filter(node::equals).isEmpty()).toList(), deadlineNs);
        end(last.stream().toList(), deadlineNs);
        loop.shutdownNow();
        reports.shutdownNow();
    }

    private void end(List<ManagedNode> these, long deadlineNs) {
        on(() -> {
            these.forEach(ManagedNode::stop);
            return true;
        });
        while (on(() -> these.stream().anyMatch(ManagedNode::runs))) {
            if (System.nanoTime() > deadlineNs) {
                on(() -> {
                    these.forEach(ManagedNode::kill);
                    return true;
                });
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(READY_POLL_MS));
        }
    }

    private void launch(ManagedNode node) {
        if (closing || node.runs()) {
            return;
        }
        List<String> seeds = nodes.stream()
                .filter(other -> other != node && other.isSeed())
                .map(ManagedNode::address)
                .toList();
        try {
            Process process = starter.start(node, seeds);
            node.started(process, System.nanoTime());
            process.onExit().thenRunAsync(() -> ended(node, process), loop);
            LOG.info("Node {} started (pid {}), joins {}", node.number, process.pid(), seeds);
        } catch (IOException e) {
            LOG.error("Node {} cannot be started", node.number, e);
            node.unwanted();
        }
        tellChange();
    }

    private void ended(ManagedNode node, Process process) {
        if (!node.is(process)) {
            return;
        }
        LOG.info("Node {} (pid {}) ended with code {}", node.number, process.pid(), process.exitValue());
        if (!closing) {
            reportDeath(node);
        }
        Optional<Duration> pause = node.ended(System.nanoTime());
        pause.filter(again -> !closing)
                .ifPresent(again -> loop.schedule(
                        () -> {
                            if (node.isWanted()) {
                                launch(node);
                            }
                        },
                        again.toMillis(),
                        TimeUnit.MILLISECONDS));
        tellChange();
    }

    /** A node that left in order took its file along: there is nothing to report. */
    private void reportDeath(ManagedNode dead) {
        List<NodeFile> others = nodes.stream()
                .filter(node -> node != dead && node.runs())
                .flatMap(node -> node.file().stream())
                .toList();
        dead.file().ifPresent(file -> deaths.report(file.member(), others));
    }

    private void look() {
        boolean any = false;
        for (ManagedNode node : nodes) {
            any |= node.becameReady();
        }
        if (any) {
            tellChange();
        }
    }

    private ManagedNode running(int number) {
        ManagedNode node = node(number);
        if (!node.runs()) {
            throw new ClusterException("node " + number + " does not run");
        }
        return node;
    }

    private ManagedNode node(int number) {
        return nodes.stream()
                .filter(node -> node.number == number)
                .findFirst()
                .orElseThrow(() -> new ClusterException("there is no node " + number + "; there are "
                        + nodes.stream().map(node -> node.number).toList()));
    }

    private void tellChange() {
        changed.accept(stateList());
    }

    private List<ClusterState.Node> stateList() {
        return nodes.stream().map(ManagedNode::state).toList();
    }

    private <T> T on(Callable<T> work) {
        try {
            return loop.submit(work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }
}
