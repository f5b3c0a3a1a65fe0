package io.mediascope.bench.failover;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterPlan;
import io.mediascope.ops.cluster.LocalCluster;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.ProcessRef;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Breaks the node that carries a call's media, again and again, and prints how long the call stood still. */
public final class FailoverBench {
    private static final int BACK_SECONDS = 60;
    private static final Duration READY = Duration.ofSeconds(90);
    private static final int PAIRED_SECONDS = 60;
    private static final int FRAMES = 50;
    private static final long POLL_MS = 100;

    private final ClusterAccess cluster;
    private int scopes;

    /** What is done to the node. */
    private enum Fault {
        KILLED("`kill -9` of the relay's node"),
        FROZEN("the relay's node stands still (SIGSTOP)"),
        LEFT("the relay's node leaves in order (SIGTERM)");

        private final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    private FailoverBench(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts a cluster of three nodes in {@code data} and prints a Markdown table.
     *
     * @param mainClass the command line's
     */
    public static void print(PrintWriter out, Path home, Path data, String mainClass, int runs) throws Exception {
        ClusterFolder folder = ClusterFolder.of(data);
        ClusterPlan plan = new ClusterPlan(
                home, folder, 3, List.of("local"), "512m", Map.of("mediascope.udp.loops", "1"), mainClass);
        out.println("| fault | runs | media back p50 | p99 | max | events missing or unpaired |");
        out.println("|---|---|---|---|---|---|");
        LocalCluster processes = LocalCluster.start(plan, line -> {});
        try {
            FailoverBench bench = new FailoverBench(new ClusterAccess(folder));
            for (Fault fault : Fault.values()) {
                out.println(bench.row(fault, runs));
                out.flush();
            }
        } finally {
            processes.close();
        }
    }

    private String row(Fault fault, int runs) throws Exception {
        List<Long> gapsMs = new ArrayList<>();
        int faulty = 0;
        for (int i = 0; i < runs; i++) {
            String scope = "call-" + ++scopes;
            gapsMs.add(gapMs(fault, scope));
            faulty += faults(scope);
        }
        Collections.sort(gapsMs);
        return "| " + fault.words + " | " + runs + " | " + gapsMs.get(runs / 2) + " ms | "
                + gapsMs.get((int) Math.min(runs - 1L, Math.round(runs * 0.99))) + " ms | " + gapsMs.get(runs - 1)
                + " ms | " + faulty + " |";
    }

    private long gapMs(Fault fault, String scope) throws Exception {
        try (MeasuredCall call = MeasuredCall.start(user -> cluster.descriptor(scope, user))) {
            int number = cluster.relayOf(scope);
            call.mark();
            strike(fault, number);
            call.awaitFrames(FRAMES, BACK_SECONDS);
            long gapMs = call.longestGapMs();
            mend(fault, number);
            return gapMs;
        }
    }

    private void strike(Fault fault, int number) throws Exception {
        switch (fault) {
            case KILLED -> cluster.give(Order.kill(number, true));
            case FROZEN -> process(number).freeze();
            case LEFT -> cluster.give(Order.drain(number));
        }
    }

    /** Three nodes again. */
    private void mend(Fault fault, int number) throws Exception {
        if (fault == Fault.FROZEN) {
            // It finds that the cluster took it out, and ends: what it did meanwhile is seen in the history.
            process(number).thaw();
            cluster.awaitStatus(number, READY, NodeStatus.STARTING, NodeStatus.RESTARTING);
        } else if (fault == Fault.LEFT) {
            cluster.awaitStatus(number, READY, NodeStatus.STOPPED);
            cluster.give(Order.start(number));
        }
        cluster.awaitStatus(number, READY, NodeStatus.RUNNING);
    }

    /** Sequence numbers that are missing or doubled, and joins that do not pair, after everybody has left. */
    private int faults(String scope) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PAIRED_SECONDS);
        int faults = countFaults(scope);
        while (faults > 0 && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
            faults = countFaults(scope);
        }
        return faults;
    }

    private int countFaults(String scope) throws Exception {
        List<JsonNode> events = cluster.events(scope);
        int faults = 0;
        for (int i = 0; i < events.size(); i++) {
            faults += events.get(i).path("sequenceNumber").asLong() == i + 1 ? 0 : 1;
        }
        return faults + (int) Math.abs(count(events, "ParticipantJoined") - count(events, "ParticipantLeft"));
    }

    private static long count(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> type.equals(event.path("type").asText()))
                .count();
    }

    private ProcessRef process(int number) {
        return Objects.requireNonNull(cluster.node(number).process(), "a node that ran");
    }
}
