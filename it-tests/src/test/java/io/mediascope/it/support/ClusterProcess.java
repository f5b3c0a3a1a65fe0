package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.bench.failover.ClusterAccess;
import io.mediascope.ops.cli.Main;
import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.scope.history.PublicEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code cluster up} as a person runs it: Cassandra, a supervisor, nodes, each a process of its own. */
public final class ClusterProcess implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration UP = Duration.ofSeconds(180);
    /** The supervisor gives its nodes 40 s, then ends them, and Cassandra after them. */
    private static final int STOP_SECONDS = 60;

    public final Jvm supervisor;
    private final ClusterFolder folder;
    public final ClusterAccess access;

    private ClusterProcess(Jvm supervisor, ClusterFolder folder) {
        this.supervisor = supervisor;
        this.folder = folder;
        await("a cluster that is ready").atMost(UP).until(() -> !supervisor.isAlive() || isReady());
        if (!supervisor.isAlive()) {
            throw new AssertionError("cluster up ended: " + String.join("\n", supervisor.lines));
        }
        this.access = new ClusterAccess(folder);
    }

    /** Waits until all nodes are ready. */
    public static ClusterProcess up(Path data, int nodes, String... more) throws IOException {
        Jvm supervisor = start(data, nodes, more);
        try {
            return new ClusterProcess(supervisor, ClusterFolder.of(data));
        } catch (RuntimeException | AssertionError e) {
            supervisor.close();
            throw e;
        }
    }

    /** Does not wait. */
    public static Jvm start(Path data, int nodes, String... more) throws IOException {
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
        return Jvm.start(List.of("env", "-C", ROOT.toString()), Main.class, arguments);
    }

    /** All processes but the supervisor's. */
    public List<ProcessRef> processes() {
        List<ProcessRef> processes = new ArrayList<>(
                access.state().nodes().stream().map(Node::process).toList());
        processes.add(access.state().storage().cassandra());
        return processes;
    }

    /** Everything persisted of a scope. */
    public List<PublicEvent> events(String scope) throws InterruptedException {
        return access.events(scope).stream().map(ClusterProcess::event).toList();
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
        supervisor.stop(STOP_SECONDS);
    }
}
