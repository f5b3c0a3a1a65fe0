package io.mediascope.bench.failover;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ControlClient;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.Administration.TokenOrder;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.replay.EventSelection;
import io.mediascope.ops.replay.NodeEvents;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running cluster of this machine, asked as its people and clients ask it: always a node that runs. */
public final class ClusterAccess {
    private static final int TOKEN_SECONDS = 600;
    private static final int ATTEMPTS = 100;
    private static final long POLL_MS = 50;

    private final ClusterFolder folder;
    private final String applicationId;

    public ClusterAccess(ClusterFolder folder) {
        this.folder = folder;
        this.applicationId = client().applications().get(0).applicationId();
    }

    /** What the supervisor has written. */
    public ClusterState state() {
        try {
            return folder.read().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Node node(int number) {
        return state().node(number).orElseThrow();
    }

    public void give(Order order) {
        new ControlClient(state()).give(order);
    }

    /** Waits until the node is in one of these states. */
    public void awaitStatus(int number, Duration within, NodeStatus... wanted) throws InterruptedException {
        long deadlineNs = System.nanoTime() + within.toNanos();
        while (!List.of(wanted).contains(node(number).status())) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException(
                        "node " + number + " is " + node(number).status() + " after " + within);
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Joins by whichever node answers first. */
    public ScopeDescriptor.Builder descriptor(String scope, String user) {
        ClusterState state = state();
        String[] resolvers = state.nodes().stream()
                .map(node -> "http://127.0.0.1:" + node.ports().http())
                .toArray(String[]::new);
        return ScopeDescriptor.builder(applicationId, scope)
                .resolvers(resolvers)
                .trust(Trust.fingerprint(state.tlsFingerprint()))
                .retryLimit(ATTEMPTS)
                .token(client().issueToken(
                                new TokenOrder(applicationId, scope, user, TOKEN_SECONDS, List.of(), false)));
    }

    /** The node whose relay carries the scope. */
    public int relayOf(String scope) {
        JsonNode view = client().get("/admin/scopes/" + applicationId + "/" + scope);
        String home = view.path("home").asText();
        return state().nodes().stream()
                .filter(node -> home.endsWith(":" + node.ports().link()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node has the link '" + home + "'"))
                .number();
    }

    /** Everything persisted of a scope. */
    public List<JsonNode> events(String scope) throws InterruptedException {
        EventSelection selection = new EventSelection(
                Optional.of(applicationId), Optional.of(scope), Optional.empty(), Optional.empty(), false);
        List<JsonNode> events = new ArrayList<>();
        try {
            new NodeEvents(folder.node(running()).read().orElseThrow()).forEach(selection, events::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    private NodeClient client() {
        try {
            return new NodeClient(folder.node(running()).read().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int running() {
        return state().nodes().stream()
                .filter(node -> node.status() == NodeStatus.RUNNING)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node runs"))
                .number();
    }
}
