package io.mediascope.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** One session over Janus' REST API; each {@link #attach() handle} is one peer connection of the videoroom. */
final class JanusSession {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long RETRY_NS = 100_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private JanusSession(String base) {
        this.base = base;
    }

    /** Waits until the server answers. */
    static JanusSession open(JanusServer server) throws IOException {
        JanusSession api = new JanusSession("http://127.0.0.1:" + server.port() + "/janus");
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return new JanusSession(api.base + "/" + id(api.post(api.base, request("create"))));
            } catch (ConnectException e) {
                if (!server.alive() || System.nanoTime() - untilNs > 0) {
                    throw new IOException("Janus does not answer", e);
                }
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    long attach() throws IOException {
        return id(post(base, request("attach").put("plugin", "janus.plugin.videoroom")));
    }

    /** What the plugin answers at once. */
    JsonNode ask(long handle, ObjectNode body) throws IOException {
        ObjectNode request = request("message");
        request.set("body", body);
        return post(base + "/" + handle, request).path("plugindata").path("data");
    }

    /** What the plugin answers later: an event of this handle with a session description, or none when {@code sdp} is not wanted. */
    JsonNode ask(long handle, ObjectNode body, String type, String sdp) throws IOException {
        ObjectNode request = request("message");
        request.set("body", body);
        if (!sdp.isEmpty()) {
            request.putObject("jsep").put("type", type).put("sdp", sdp);
        }
        post(base + "/" + handle, request);
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - untilNs < 0) {
            JsonNode event = send(HttpRequest.newBuilder(URI.create(base + "?maxev=1"))
                    .timeout(PATIENCE)
                    .build());
            JsonNode data = event.path("plugindata").path("data");
            if (data.has("error")) {
                throw new IOException("Janus refuses: " + data);
            }
            if (event.path("janus").asText().equals("event")
                    && event.path("sender").asLong() == handle) {
                return event;
            }
        }
        throw new IOException("Janus did not answer " + body);
    }

    static ObjectNode body(String request) {
        return JSON.createObjectNode().put("request", request);
    }

    private static ObjectNode request(String kind) {
        return JSON.createObjectNode()
                .put("janus", kind)
                .put("transaction", UUID.randomUUID().toString());
    }

    private static long id(JsonNode answer) {
        return answer.path("data").path("id").asLong();
    }

    private JsonNode post(String url, ObjectNode request) throws IOException {
        JsonNode answer = send(HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(request.toString()))
                .build());
        if (answer.path("janus").asText().equals("error")) {
            throw new IOException("Janus refuses: " + answer.path("error"));
        }
        return answer;
    }

    private JsonNode send(HttpRequest request) throws IOException {
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
