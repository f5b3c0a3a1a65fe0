package io.mediascope.bench.failover;

import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.ProcessRef;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A fault done to one call's cluster, and undone. */
final class Strike {
    private static final Duration READY = Duration.ofMinutes(4);
    private static final long POLL_MS = 20;
    private static final long STORAGE_AWAY_MS = 10_000;

    private final ClusterAccess cluster;
    private final Fault fault;
    private final String scope;

    /** The node that is struck; 0 = none is. */
    private final int node;

    private final int relay;

    private Strike(ClusterAccess cluster, Fault fault, String scope, int node, int relay) {
        this.cluster = cluster;
        this.fault = fault;
        this.scope = scope;
        this.node = node;
        this.relay = relay;
    }

    /** Brings actor and relay where the fault wants them: on two nodes, or on one. */
    static Strike prepare(ClusterAccess cluster, Fault fault, String scope) throws InterruptedException {
        int actor = cluster.actorOf(scope);
        int relay = cluster.relayOf(scope);
        if (fault == Fault.BOTH_KILLED != (relay == actor)) {
            int home =
                    fault == Fault.BOTH_KILLED ? actor : others(cluster, actor).get(0);
            cluster.move(scope, cluster.link(home));
            relay = home;
            while (cluster.relayOf(scope) != home) {
                Thread.sleep(POLL_MS);
            }
        }
        int struck =
                switch (fault) {
                    case RELAY_KILLED, BOTH_KILLED, RELAY_FROZEN, RELAY_DRAINED -> relay;
                    case ACTOR_KILLED, ACTOR_FROZEN -> actor;
                    case RELAY_MOVED, STORAGE_FROZEN -> 0;
                };
        return new Strike(cluster, fault, scope, struck, relay);
    }

    /** Asks whoever runs on. */
    ResolveProbe resolveProbe(String token) {
        List<URI> questions = others(cluster, node).stream()
                .map(number -> cluster.resolve(number, scope))
                .toList();
        return new ResolveProbe(questions, token, right());
    }

    /** The links that the scope may be resolved to. A node that leaves in order carries it until it has moved. */
    private Set<String> right() {
        List<Integer> nodes =
                switch (fault) {
                    case RELAY_KILLED, BOTH_KILLED, RELAY_FROZEN -> others(cluster, node);
                    case ACTOR_KILLED, ACTOR_FROZEN, STORAGE_FROZEN -> List.of(relay);
                    case RELAY_DRAINED, RELAY_MOVED -> others(cluster, 0);
                };
        return nodes.stream().map(cluster::link).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Integer> others(ClusterAccess cluster, int number) {
        return cluster.state().nodes().stream()
                .map(Node::number)
                .filter(candidate -> candidate != number)
                .toList();
    }

    void begin() throws IOException, InterruptedException {
        switch (fault) {
            case RELAY_KILLED, ACTOR_KILLED, BOTH_KILLED -> cluster.give(Order.kill(node, false));
            case RELAY_FROZEN, ACTOR_FROZEN -> cluster.process(node).freeze();
            case RELAY_DRAINED -> cluster.give(Order.drain(node));
            case RELAY_MOVED -> cluster.move(scope, "");
            case STORAGE_FROZEN -> storageAway();
        }
    }

    private void storageAway() throws IOException, InterruptedException {
        ProcessRef storage = cluster.state().storage().cassandra();
        storage.freeze();
        new Thread(() -> thaw(storage), "storage-thaw").start();
    }

    private static void thaw(ProcessRef storage) {
        try {
            Thread.sleep(STORAGE_AWAY_MS);
            storage.thaw();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All nodes run again. */
    void undo() throws IOException, InterruptedException {
        if (node == 0) {
            return;
        }
        if (fault == Fault.RELAY_FROZEN || fault == Fault.ACTOR_FROZEN) {
            // It finds that the cluster took it out, and ends: what it did meanwhile is seen in the history.
            cluster.process(node).thaw();
            cluster.awaitStatus(node, READY, NodeStatus.STARTING, NodeStatus.RESTARTING);
        } else {
            cluster.awaitStatus(node, READY, NodeStatus.STOPPED);
            cluster.give(Order.start(node));
        }
        cluster.awaitStatus(node, READY, NodeStatus.RUNNING);
    }
}
