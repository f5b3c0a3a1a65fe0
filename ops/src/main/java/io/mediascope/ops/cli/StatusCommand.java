package io.mediascope.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.ops.node.Administration.Application;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: where the node of a data folder listens and how it is. */
@Command(
        name = "status",
        description = "Shows whether the node runs, its ports and its applications.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "One line of JSON; UDP ports are those of the first event loop.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NodeFile node = data.requireNode();
        NodeClient client = new NodeClient(node);
        List<Application> applications = client.applications();
        PrintWriter out = Main.out(spec);
        if (json) {
            out.println(Json.line(view(node, applications)));
        } else {
            print(node, client.get("/health"), applications, out);
        }
        return 0;
    }

    private static Map<String, Object> view(NodeFile node, List<Application> applications) {
        Map<String, Object> udp = new LinkedHashMap<>();
        udp.put("audio", first(node.udp().audio()));
        udp.put("video", first(node.udp().video()));
        udp.put("mux", first(node.udp().mux()));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("http", node.httpPort());
        view.put("link", node.linkPort());
        view.put("udp", udp);
        view.put("pid", node.pid());
        view.put(
                "applications",
                applications.stream()
                        .map(app -> Map.of("applicationId", app.applicationId()))
                        .toList());
        return view;
    }

    /** 0 when UDP is switched off. */
    private static int first(List<Integer> ports) {
        return ports.isEmpty() ? 0 : ports.get(0);
    }

    private static void print(NodeFile node, JsonNode health, List<Application> applications, PrintWriter out) {
        out.println("node      " + health.path("status").asText() + ", pid " + node.pid() + ", up "
                + health.path("uptimeMs").asLong() / 1000 + " s, version " + node.version());
        out.println("HTTP      " + node.httpUrl());
        out.println("link      " + node.linkHost() + ":" + node.linkPort() + " (TLS, SHA-256 " + node.tlsFingerprint()
                + ")");
        out.println("UDP       " + UpReport.udp(node));
        out.println("serving   " + health.path("participants").asInt() + " participants in "
                + health.path("relays").asInt() + " scopes");
        out.println("journal   " + (health.path("journalUp").asBoolean() ? "up" : "down"));
        applications.forEach(app -> out.println("app       " + app.applicationId() + " (" + app.name() + ")"));
    }
}
