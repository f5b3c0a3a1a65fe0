package io.mediascope.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.ops.TextTable;
import io.mediascope.ops.node.NodeClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopes [S]}: what lives now. */
@Command(
        name = "scopes",
        description = "Lists live scopes, or one with its participants.",
        mixinStandardHelpOptions = true)
final class ScopesCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(arity = "0..1", paramLabel = "SCOPE", description = "This scope only, with everything known of it.")
    private @Nullable String scope;

    @Option(names = "--app", paramLabel = "APP", description = "Scopes of this application only.")
    private @Nullable String app;

    @Option(names = "--json", description = "One line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NodeClient client = new NodeClient(data.requireNode());
        List<JsonNode> found = new ArrayList<>();
        client.get("/admin/scopes").forEach(live -> {
            boolean wanted = (app == null
                            || app.equals(live.path("applicationId").asText()))
                    && (scope == null || scope.equals(live.path("scopeId").asText()));
            if (wanted) {
                found.add(live);
            }
        });
        if (scope != null && found.isEmpty()) {
            throw CommandFailure.failed("no scope " + scope + " lives now");
        }
        PrintWriter out = Main.out(spec);
        if (json) {
            out.println(Json.line(scope == null || found.size() > 1 ? found : found.get(0)));
        } else if (scope == null) {
            summary(found).forEach(out::println);
        } else {
            found.forEach(live -> detail(live).forEach(out::println));
        }
        return 0;
    }

    private static List<String> summary(List<JsonNode> scopes) {
        TextTable table = new TextTable("APPLICATION", "SCOPE", "TOPOLOGY", "PARTICIPANTS", "USERS");
        for (JsonNode live : scopes) {
            StringJoiner users = new StringJoiner(" ");
            live.path("participants").forEach(p -> users.add(p.path("userId").asText()));
            table.row(
                    live.path("applicationId").asText(),
                    live.path("scopeId").asText(),
                    live.path("topology").asText(),
                    Integer.toString(live.path("participants").size()),
                    users.toString());
        }
        return table.lines();
    }

    private static List<String> detail(JsonNode live) {
        List<String> lines = new ArrayList<>();
        lines.add("scope     " + live.path("scopeId").asText() + " of application "
                + live.path("applicationId").asText() + ", life "
                + live.path("life").asText() + " since "
                + live.path("createdAt").asText());
        lines.add("topology  " + live.path("topology").asText() + ", relay on "
                + live.path("home").asText() + ", actor on "
                + live.path("actorNode").asText());
        lines.add("");
        TextTable table = new TextTable("USER", "LINK", "AUDIO", "VIDEO", "TRACKS", "JOINED");
        for (JsonNode p : live.path("participants")) {
            StringJoiner tracks = new StringJoiner(" ");
            p.path("tracks")
                    .forEach(t -> tracks.add(
                            t.path("trackId").asText() + ":" + t.path("kind").asText()));
            table.row(
                    p.path("userId").asText(),
                    p.path("connected").asBoolean() ? "up" : "lost",
                    p.path("audioTransport").asText("-"),
                    p.path("videoTransport").asText("-"),
                    tracks.toString(),
                    p.path("joinedAt").asText());
        }
        lines.addAll(table.lines());
        if (live.has("relay")) {
            lines.add("");
            lines.addAll(uplinks(live.path("relay").path("uplinks")));
        }
        return lines;
    }

    private static List<String> uplinks(JsonNode uplinks) {
        TextTable table = new TextTable("FROM", "TRACK", "LAYER", "KBIT/S", "PACKETS", "LOST", "JITTER MS");
        for (JsonNode up : uplinks) {
            table.row(
                    up.path("userId").asText(),
                    up.path("trackId").asText(),
                    up.path("layer").asText(),
                    Long.toString(up.path("bitrateBps").asLong() / 1000),
                    up.path("packets").asText(),
                    up.path("lostPackets").asText(),
                    String.format("%.1f", up.path("jitterUs").asLong() / 1000.0));
        }
        return table.lines();
    }
}
