package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.cli.Main;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ControlClient;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.Administration.TokenOrder;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.ops.replay.EventSelection;
import io.mediascope.ops.replay.NodeEvents;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code cluster up} as a person runs it: Cassandra, a supervisor, nodes, each a process of its own. */
public final class ClusterProcess implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration UP = Duration.ofSeconds(180);

    public final Jvm supervisor;
    private final ClusterFolder folder;
    public final String applicationId;

    private ClusterProcess(Jvm supervisor, ClusterFolder folder) {
        this.supervisor = supervisor;
        this.folder = folder;
        await("a cluster that is ready").atMost(UP).until(() -> !supervisor.isAlive() || isReady());
        if (!supervisor.isAlive()) {
            throw new AssertionError("cluster up ended: " + String.join("\n", supervisor.lines));
        }
        this.applicationId = client(1).applications().get(0).applicationId();
    }

    /** Waits until all nodes are ready. */
    public static ClusterProcess up(Path data, int nodes, String... more) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "cluster",
                                "up",
                                "--data",
                                data.toString(),
                                "--nodes",
                                Integer.toString(nodes),
                                "--heap",
                                "512m",
                                "--set",
                                "mediascope.udp.loops=1"),
                        Stream.of(more))
                .toArray(String[]::new);
        Jvm supervisor = Jvm.start(List.of("env", "-C", ROOT.toString()), Main.class, arguments);
        try {
            return new ClusterProcess(supervisor, ClusterFolder.of(data));
        } catch (RuntimeException | AssertionError e) {
            supervisor.close();
            throw e;
        }
    }

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

    /** All processes but the supervisor's. */
    public List<ProcessRef> processes() {
        List<ProcessRef> processes =
                new ArrayList<>(state().nodes().stream().map(Node::process).toList());
        processes.add(state().storage().cassandra());
        return processes;
    }

    public void give(Order order) {
        new ControlClient(state()).give(order);
    }

    public void awaitStatus(int number, NodeStatus status) {
        await("node " + number + " is " + status)
                .atMost(Duration.ofSeconds(60))
                .until(() -> node(number).status() == status);
    }

    public NodeClient client(int number) {
        try {
            return new NodeClient(folder.node(number).read().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Joins by whichever node answers first, as clients are told to. */
    public ScopeDescriptor.Builder descriptor(String scope, String user) {
        ClusterState state = state();
        String[] resolvers = state.nodes().stream()
                .map(node -> "http://127.0.0.1:" + node.ports().http())
                .toArray(String[]::new);
        return ScopeDescriptor.builder(applicationId, scope)
                .resolvers(resolvers)
                .trust(Trust.fingerprint(state.tlsFingerprint()))
                .retryLimit(60)
                .token(client(running()).issueToken(new TokenOrder(applicationId, scope, user, 600, List.of(), true)));
    }

    /** The node whose relay carries the scope. */
    public int relayOf(String scope) {
        JsonNode view = client(running()).get("/admin/scopes/" + applicationId + "/" + scope);
        String home = view.path("home").asText();
        return state().nodes().stream()
                .filter(node -> home.endsWith(":" + node.ports().link()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node has the link " + home + ": " + view))
                .number();
    }

    /** Everything persisted of a scope, as a node that runs tells it. */
    public List<PublicEvent> events(String scope) {
        EventSelection selection = new EventSelection(
                Optional.of(applicationId), Optional.of(scope), Optional.empty(), Optional.empty(), false);
        List<PublicEvent> events = new ArrayList<>();
        try {
            new NodeEvents(folder.node(running()).read().orElseThrow()).forEach(selection, event -> {
                events.add(event(event));
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return events;
    }

    private int running() {
        return state().nodes().stream()
                .filter(node -> node.status() == NodeStatus.RUNNING)
                .findFirst()
                .orElseThrow()
                .number();
    }

    private boolean isReady() throws IOException {
        return folder.running().filter(ClusterState::ready).isPresent();
    }

    private static PublicEvent event(JsonNode json) {
        Map<String, Object> fields = new HashMap<>();
        json.fields()
                .forEachRemaining(
                        field -> fields.put(field.getKey(), field.getValue().asText()));
        return new PublicEvent(
                json.path("type").asText(),
                json.path("sequenceNumber").asLong(),
                Instant.parse(json.path("time").asText()),
                json.path("applicationId").asText(),
                json.path("scopeId").asText(),
                json.path("life").asLong(),
                json.path("node").asText(),
                json.path("region").asText(),
                fields);
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
