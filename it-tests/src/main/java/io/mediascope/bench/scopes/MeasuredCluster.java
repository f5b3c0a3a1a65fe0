package io.mediascope.bench.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.bench.measure.JoinSigner;
import io.mediascope.bench.measure.LiveHeap;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.node.Administration.NewKey;
import io.mediascope.ops.node.NodeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The cluster that is measured, with an application of its own: what its nodes say of themselves, and whether they all live. */
final class MeasuredCluster {
    private static final long AWAIT_SECONDS = 300;
    private static final long POLL_MS = 500;

    private final ClusterFolder folder;
    private final ClusterState state;
    private final CassandraMeter cassandra;
    private final JoinSigner tokens;

    /** Returns when every node knows the application. */
    MeasuredCluster(ClusterFolder folder, CassandraMeter cassandra) throws IOException, InterruptedException {
        this.folder = folder;
        this.state = folder.read().orElseThrow();
        this.cassandra = cassandra;
        NewKey key = client(1).createApplication("scopes");
        this.tokens = new JoinSigner(key.applicationId(), key.keyId(), key.secret());
        awaitApplication();
    }

    JoinSigner tokens() {
        return tokens;
    }

    /** The plain HTTP port of each node by its link port. */
    Map<Integer, Integer> httpOfLink() {
        return state.nodes().stream()
                .collect(Collectors.toMap(
                        node -> node.ports().link(), node -> node.ports().http()));
    }

    /** What all of it costs while {@code generators} make the load. */
    Meter meter(List<Long> generators) {
        List<Long> nodes = state.nodes().stream().map(MeasuredCluster::pid).toList();
        return new Meter(nodes, state.storage().cassandra().pid(), generators, cassandra);
    }

    /** Waits until no node has a relay. */
    void awaitNoRelay() throws InterruptedException {
        await("scopes still live", () -> health().stream()
                .allMatch(node -> node.path("relays").asInt() == 0));
    }

    /** Waits until no scope is open; a life's row stays for half a minute after its end. */
    void awaitNoneOpen() throws InterruptedException {
        await("scopes are still open", () -> cassandra.openScopes() == 0);
    }

    private List<JsonNode> health() throws IOException {
        List<JsonNode> health = new ArrayList<>();
        for (Node node : state.nodes()) {
            health.add(client(node.number()).get("/health"));
        }
        return health;
    }

    /** Stops each node in turn for as long as its objects are counted. */
    List<NodeMemory> memory() throws IOException {
        List<NodeMemory> memory = new ArrayList<>();
        for (Node node : state.nodes()) {
            JsonNode health = client(node.number()).get("/health");
            long pid = pid(node);
            long resident = LiveHeap.residentBytes(pid);
            memory.add(new NodeMemory(
                    health.path("relays").asInt(), health.path("links").asInt(), LiveHeap.bytes(pid), resident));
        }
        return memory;
    }

    /** Nobody was lost, nothing sleeps. */
    void checkAlive(List<NodeMemory> nodes, int wanted) {
        int scopes = nodes.stream().mapToInt(NodeMemory::scopes).sum();
        int links = nodes.stream().mapToInt(NodeMemory::links).sum();
        if (scopes != wanted || links != wanted * ScopeLoad.USERS.size() || cassandra.openScopes() != wanted) {
            throw new IllegalStateException("of " + wanted + " scopes " + scopes + " have a relay, "
                    + cassandra.openScopes() + " are open, and " + links + " links are up");
        }
    }

    /** Every node has learnt of the new application from the first one. */
    private void awaitApplication() throws InterruptedException {
        for (Node node : state.nodes()) {
            await(
                    "node " + node.number() + " does not know the application",
                    () -> client(node.number()).applications().stream()
                            .anyMatch(known -> known.applicationId().equals(tokens.applicationId())));
        }
    }

    /** Something to wait for. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String otherwise, Condition condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadlineNs) {
                    throw new IllegalStateException(otherwise + " after " + AWAIT_SECONDS + " s");
                }
                Thread.sleep(POLL_MS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NodeClient client(int number) throws IOException {
        return new NodeClient(folder.node(number).read().orElseThrow());
    }

    private static long pid(Node node) {
        return Objects.requireNonNull(node.process(), "a node that runs").pid();
    }
}
