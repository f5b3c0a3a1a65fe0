package io.mediascope.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.TextTable;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.node.ProcessRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A cluster of this machine, as people and programs are shown it. */
final class ClusterView {
    private ClusterView() {}

    /** Without what the nodes would have to be asked for. */
    static List<String> table(ClusterState state) {
        TextTable table = new TextTable("node", "region", "pid", "HTTP", "link");
        state.nodes()
                .forEach(node -> table.row(
                        Integer.toString(node.number()),
                        node.region(),
                        pid(node),
                        "http://127.0.0.1:" + node.ports().http(),
                        "127.0.0.1:" + node.ports().link()));
        return table.lines();
    }

    /** @param health by the node's number; absent where it did not answer */
    static List<String> table(ClusterState state, Map<Integer, JsonNode> health) {
        TextTable table =
                new TextTable("node", "region", "state", "pid", "restarts", "scopes", "participants", "HTTP", "link");
        state.nodes().forEach(node -> {
            Optional<JsonNode> said = Optional.ofNullable(health.get(node.number()));
            table.row(
                    Integer.toString(node.number()),
                    node.region(),
                    status(node),
                    pid(node),
                    Integer.toString(node.restarts()),
                    figure(said, "relays"),
                    figure(said, "participants"),
                    "http://127.0.0.1:" + node.ports().http(),
                    "127.0.0.1:" + node.ports().link());
        });
        return table.lines();
    }

    static Map<String, Object> json(ClusterState state, Map<Integer, JsonNode> health) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("supervisor", state.supervisor().pid());
        view.put("tlsFingerprint", state.tlsFingerprint());
        view.put(
                "cassandra",
                Map.of(
                        "pid",
                        state.storage().cassandra().pid(),
                        "contactPoint",
                        state.storage().contactPoint(),
                        "alive",
                        state.storage().cassandra().isAlive()));
        view.put(
                "nodes",
                state.nodes().stream()
                        .map(node -> json(node, Optional.ofNullable(health.get(node.number()))))
                        .toList());
        return view;
    }

    /** What its supervisor says of it, and what the kernel does: only that knows of freezing. */
    static String status(Node node) {
        ProcessRef process = node.process();
        if (process != null && process.isFrozen()) {
            return "frozen";
        }
        return node.status().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(Node node, Optional<JsonNode> health) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("number", node.number());
        view.put("region", node.region());
        view.put("status", status(node));
        ProcessRef process = node.process();
        view.put("pid", process == null ? 0 : process.pid());
        view.put("restarts", node.restarts());
        view.put("http", node.ports().http());
        view.put("link", node.ports().link());
        view.put("cluster", node.ports().cluster());
        health.ifPresent(said -> view.put("health", said));
        return view;
    }

    private static String pid(Node node) {
        ProcessRef process = node.process();
        if (process == null || node.status() == NodeStatus.STOPPED || !process.isAlive()) {
            return "-";
        }
        return Long.toString(process.pid());
    }

    private static String figure(Optional<JsonNode> health, String name) {
        return health.map(said -> said.path(name).asText()).orElse("-");
    }
}
