package io.mediascope.ops.cli;

import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterPlan;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.LocalCluster;
import io.mediascope.ops.node.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster up}: runs a cluster under this process, or under one that outlives it. */
@Command(
        name = "up",
        description = "Starts Cassandra and nodes as processes, and restarts nodes that die.",
        mixinStandardHelpOptions = true)
final class ClusterUpCommand implements Callable<Integer> {
    private static final int NODES_MAX = 16;
    private static final long DETACHED_SECONDS = 400;
    private static final long UNDO_SECONDS = 40;

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes (default: 3).")
    private int nodes = 3;

    @Option(
            names = "--regions",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "local",
            description = "Regions that the nodes stand in, in turn, for instance eu,us (default: local).")
    private List<String> regions = List.of("local");

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "768m",
            description = "Heap of each node's JVM (default: 768m).")
    private String heap = "768m";

    @Option(names = "--detach", description = "Start it in the background, wait until it is ready, return.")
    private boolean detach;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Configuration of every node, for instance --set mediascope.udp.loops=1; repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        check();
        ClusterFolder folder = cluster.folder();
        Optional<ClusterState> running = folder.running();
        if (running.isPresent()) {
            throw CommandFailure.usage("a cluster runs on " + folder.path() + " already (pid "
                    + running.get().supervisor().pid() + "); stop it with: ./mediascope cluster down --data "
                    + folder.path());
        }
        PrivateFiles.createFolder(folder.path());
        return detach ? runDetached(folder) : run(folder);
    }

    private void check() {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw CommandFailure.usage("--nodes is " + nodes + "; 1 to " + NODES_MAX + " are possible");
        } else if (!heap.matches("[1-9][0-9]*[mMgG]")) {
            throw CommandFailure.usage("--heap is '" + heap + "'; for instance 768m or 2g are possible");
        } else if (regions.stream().anyMatch(region -> !region.matches("[A-Za-z0-9._-]+"))) {
            throw CommandFailure.usage("--regions is " + regions + "; names of letters, digits, '.', '_' and '-'");
        }
    }

    private int runDetached(ClusterFolder folder) throws IOException, InterruptedException {
        Path console = PrivateFiles.createEmpty(folder.console());
        return new BackgroundStart("the cluster", console, folder.log(), DETACHED_SECONDS, Main.out(spec))
                .run(arguments(folder), child -> folder.read()
                        .filter(state -> state.supervisor().pid() == child.pid() && state.ready())
                        .isPresent());
    }

    /** Runs until a signal ends the process; the hook then stops everything and chooses the exit code. */
    private int run(ClusterFolder folder) throws IOException, InterruptedException {
        LogSetup.node(folder.createLog());
        PrintWriter out = Main.out(spec);
        say("starting on " + folder.path());
        AtomicReference<@Nullable LocalCluster> started = new AtomicReference<>();
        CountDownLatch undone = new CountDownLatch(1);
        Thread here = Thread.currentThread();
        Thread hook = new Thread(() -> stop(started, here, undone), "stop-cluster");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            LocalCluster running = LocalCluster.start(plan(folder), this::say);
            started.set(running);
            print(running.state(), out);
        } catch (RuntimeException | IOException | InterruptedException e) {
            if (!hook.isAlive()) {
                throw e;
            }
            // The hook interrupted the start: what it then failed with is no news. Once it is told, the process may end
            // at any time.
            say("stopped before it was ready");
            return CommandFailure.FAILED;
        } finally {
            undone.countDown();
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /** A signal during the start interrupts it, and it undoes what it did. */
    private void stop(AtomicReference<@Nullable LocalCluster> started, Thread starting, CountDownLatch undone) {
        if (undone.getCount() > 0) {
            starting.interrupt();
            awaitQuietly(undone);
        }
        LocalCluster cluster = started.get();
        if (cluster != null) {
            say("stopping");
            cluster.close();
            say("stopped");
            Runtime.getRuntime().halt(0);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(UNDO_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String line) {
        PrintWriter out = Main.out(spec);
        out.println(line.startsWith(" ") ? line : "mediascope: " + line);
        out.flush();
    }

    private static void print(ClusterState state, PrintWriter out) {
        ClusterView.table(state).forEach(line -> out.println("  " + line));
        out.println("  TLS, all nodes: SHA-256 " + state.tlsFingerprint());
        out.println(UpReport.READY + " (pid " + state.supervisor().pid() + ")");
        out.flush();
    }

    private ClusterPlan plan(ClusterFolder folder) {
        Path home = Path.of(System.getProperty("mediascope.home", "."));
        return new ClusterPlan(home, folder, nodes, regions, heap, set, Main.class.getName());
    }

    /** The same start, for the process in the background. */
    private List<String> arguments(ClusterFolder folder) {
        List<String> arguments = new ArrayList<>(List.of("cluster", "up", "--data"));
        arguments.add(folder.path().toString());
        arguments.addAll(List.of("--nodes", Integer.toString(nodes), "--heap", heap));
        arguments.addAll(List.of("--regions", String.join(",", regions)));
        set.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }
}
