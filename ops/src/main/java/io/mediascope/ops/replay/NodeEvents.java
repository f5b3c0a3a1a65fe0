package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.RequestRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Reads events from a running node. */
public final class NodeEvents {
    private final NodeClient client;

    public NodeEvents(NodeFile node) {
        this.client = new NodeClient(node);
    }

    /** Gives all events to {@code consumer}, on this thread; with {@code follow} until the node ends the stream. */
    public void forEach(EventSelection selection, EventSelection.Consumer consumer) throws InterruptedException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(client.stream("/admin/events" + query(selection)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                JsonNode event = Json.MAPPER.readTree(line);
                if (selection.covers(event) && !consumer.accept(event)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new RequestRefused("the node ended the stream of events: " + e.getMessage(), e);
        }
    }

    private static String query(EventSelection selection) {
        StringJoiner query = new StringJoiner("&", "?", "");
        query.add("follow=" + selection.follow());
        selection.applicationId().ifPresent(app -> query.add("app=" + NodeClient.encode(app)));
        selection.queryScope().ifPresent(scope -> query.add("scope=" + NodeClient.encode(scope)));
        selection.from().ifPresent(from -> query.add("from=" + NodeClient.encode(from.toString())));
        selection.to().ifPresent(to -> query.add("to=" + NodeClient.encode(to.toString())));
        return query.toString();
    }
}
