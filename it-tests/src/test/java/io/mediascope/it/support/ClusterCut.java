package io.mediascope.it.support;

import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts what one node of a local cluster and the others say to each other, and nothing else: clients, Cassandra and the database are
 * still reached by both sides. Packets are dropped, so that nobody is told. All nodes have the same address, so that connections are
 * told from each other by their ports; for use within {@link #NAMESPACE} alone.
 */
public final class ClusterCut implements AutoCloseable {
    /** Runs a command as root in a network of its own that has loopback alone; all processes in it end with the command. */
    public static final List<String> NAMESPACE = List.of(
            "unshare",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "sh",
            "-c",
            "ip link set lo up && \"$@\"; exit $?",
            "sh");

    private static final Pattern ENDS = Pattern.compile(":(\\d+)\\s+\\S+:(\\d+)\\s");

    private final List<String> rules = new ArrayList<>();

    public ClusterCut(ClusterState cluster, int minority) throws IOException, InterruptedException {
        Node cut = cluster.node(minority).orElseThrow();
        // Who is still connected goes on; nobody connects anew.
        for (Node node : cluster.nodes()) {
            drop("--dport " + node.ports().cluster() + " --syn");
        }
        drop("--dport " + cut.ports().cluster());
        drop("--sport " + cut.ports().cluster());
        for (Node other : cluster.nodes()) {
            if (other.number() != minority) {
                dropConnections(cut, other.ports().cluster());
            }
        }
    }

    /** Those that the node has opened. */
    private void dropConnections(Node from, int port) throws IOException, InterruptedException {
        long pid = from.process() == null ? 0 : from.process().pid();
        for (String line : run("ss -tnpH state established dport = :" + port)) {
            Matcher ends = ENDS.matcher(line);
            if (line.contains("pid=" + pid + ",") && ends.find()) {
                drop("--sport " + ends.group(1) + " --dport " + port);
                drop("--sport " + port + " --dport " + ends.group(1));
            }
        }
    }

    private void drop(String which) throws IOException, InterruptedException {
        String rule = "INPUT -p tcp " + which + " -j DROP";
        run("iptables -w -A " + rule);
        rules.add(rule);
    }

    /** Heals. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (String rule : rules) {
            run("iptables -w -D " + rule);
        }
        rules.clear();
    }

    private static List<String> run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + out);
        }
        return out.lines().toList();
    }
}
