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
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.ops.node.RequestRefused;
import io.mediascope.ops.replay.EventSelection;
import io.mediascope.ops.replay.NodeEvents;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;

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

    /** As {@code kill -9} of each; returns when all are gone. They are started again. */
    public void kill(int... numbers) throws InterruptedException {
        List<ProcessRef> dying = Arrays.stream(numbers).mapToObj(this::process).toList();
        for (int number : numbers) {
            give(Order.kill(number, true));
        }
        while (dying.stream().anyMatch(ProcessRef::isAlive)) {
            Thread.sleep(1);
        }
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

    /** Waits until all nodes run; those that were asked to leave are started again, and so is Cassandra. */
    public void awaitAll(Duration within) throws InterruptedException {
        ClusterState now = state();
        if (!now.storage().cassandra().isAlive()) {
            give(Order.startStorage());
        }
        now.nodes().stream()
                .filter(node -> node.status() == NodeStatus.STOPPED)
                .forEach(node -> give(Order.start(node.number())));
        for (Node node : now.nodes()) {
            awaitStatus(node.number(), within, NodeStatus.RUNNING);
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
                .token(token(scope, user));
    }

    /** By another node when the first one hangs or dies before it has answered. */
    public String token(String scope, String user) {
        TokenOrder order = new TokenOrder(applicationId, scope, user, TOKEN_SECONDS, List.of(), false);
        try {
            return client().issueToken(order);
        } catch (RequestRefused e) {
            return client().issueToken(order);
        }
    }

    /** Where a node is asked for the scope's home. */
    public URI resolve(int number, String scope) {
        return URI.create("http://127.0.0.1:" + node(number).ports().http() + "/resolve?applicationId=" + applicationId
                + "&scopeId=" + scope);
    }

    /** What a node's clients connect to. */
    public String link(int number) {
        return "127.0.0.1:" + node(number).ports().link();
    }

    /** Moves the scope's relay, to the best other node when {@code target} is empty; returns when the move has begun. */
    public void move(String scope, String target) {
        client().moveScope(applicationId, scope, target);
    }

    /** The node whose relay carries the scope. */
    public int relayOf(String scope) {
        return number(view(scope).path("home").asText(), node -> node.ports().link());
    }

    /** The node on which the scope's actor runs. */
    public int actorOf(String scope) {
        return number(
                view(scope).path("actorNode").asText(), node -> node.ports().cluster());
    }

    /** The node whose process has run longest: it has the cluster's singletons. */
    public int oldest() {
        return state().nodes().stream()
                .filter(node -> node.status() == NodeStatus.RUNNING)
                .min(Comparator.comparingLong(node -> process(node.number()).startedAtMs()))
                .orElseThrow()
                .number();
    }

    /** The last process of a node. */
    public ProcessRef process(int number) {
        return Objects.requireNonNull(node(number).process(), "a node that ran");
    }

    /** The scope as operators see it. */
    public JsonNode view(String scope) {
        return client().get("/admin/scopes/" + applicationId + "/" + scope);
    }

    public String applicationId() {
        return applicationId;
    }

    private int number(String address, ToIntFunction<Node> port) {
        return state().nodes().stream()
                .filter(node -> address.endsWith(":" + port.applyAsInt(node)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node has the address '" + address + "'"))
                .number();
    }

    /** Everything persisted of a scope. */
    public List<JsonNode> events(String scope) throws InterruptedException {
        EventSelection selection = new EventSelection(
                Optional.of(applicationId), Optional.of(scope), Optional.empty(), Optional.empty(), false);
        List<JsonNode> events = new ArrayList<>();
        new NodeEvents(running()).forEach(selection, events::add);
        return events;
    }

    private NodeClient client() {
        return new NodeClient(running());
    }

    /** A node that can be asked; one that just ended took its file along. */
    private NodeFile running() {
        return state().nodes().stream()
                .filter(node -> node.status() == NodeStatus.RUNNING
                        && process(node.number()).isAlive()
                        && !process(node.number()).isFrozen())
                .flatMap(node -> file(node.number()).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node runs"));
    }

    private Optional<NodeFile> file(int number) {
        try {
            return folder.node(number).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
