package io.mediascope.ops.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.cluster.member.MemberId;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks to a running node's HTTP API with its admin token. Safe from any thread; calls block. */
public final class NodeClient implements Administration {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final NodeFile node;

    public NodeClient(NodeFile node) {
        this.node = node;
    }

    @Override
    public NewKey createApplication(String name) {
        return body("POST", "/admin/applications", Map.of("name", name), new TypeReference<>() {});
    }

    @Override
    public List<Application> applications() {
        return body("GET", "/admin/applications", null, new TypeReference<>() {});
    }

    @Override
    public NewKey addKey(String applicationId) {
        return body("POST", "/admin/applications/" + encode(applicationId) + "/keys", null, new TypeReference<>() {});
    }

    @Override
    public void revokeKey(String applicationId, String keyId) {
        call("DELETE", "/admin/applications/" + encode(applicationId) + "/keys/" + encode(keyId), null);
    }

    @Override
    public Limits setLimits(String applicationId, Limits limits) {
        return body(
                "PUT", "/admin/applications/" + encode(applicationId) + "/limits", limits, new TypeReference<>() {});
    }

    @Override
    public String issueToken(TokenOrder order) {
        JsonNode answer = body("POST", "/admin/tokens", order, new TypeReference<>() {});
        return answer.path("token").asText();
    }

    /** Tells the node that the process of another one is gone; returns what became of it. */
    public String reportDeath(MemberId dead) {
        JsonNode answer = body("POST", "/admin/cluster/deaths", dead, new TypeReference<>() {});
        return answer.path("outcome").asText();
    }

    /** Takes a scope's media to another node; returns when the move has begun. */
    public void moveScope(String applicationId, String scopeId, String target) {
        String path = "/admin/scopes/" + encode(applicationId) + "/" + encode(scopeId) + "/move";
        call("POST", path, Map.of("node", target));
    }

    /** Any GET that answers JSON. */
    public JsonNode get(String path) {
        return body("GET", path, null, new TypeReference<>() {});
    }

    /** A DELETE that answers nothing. */
    public void delete(String path) {
        call("DELETE", path, null);
    }

    /** Whether the node says that it is ready. */
    public boolean isReady() {
        try {
            return http.send(request("GET", "/ready", null).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A streamed answer, one line each; the caller closes it. No time-out: it may follow for as long as it likes. */
    public InputStream stream(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.httpUrl() + path))
                .header("Authorization", "Bearer " + node.adminToken())
                .build();
        HttpResponse<InputStream> answer = send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw refusal(answer.statusCode(), text(answer.body()));
        }
        return answer.body();
    }

    @Override
    public void close() {
        // The client's threads are daemons and end with its last reference.
    }

    /** One segment of a path, or one value of a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T body(String method, String path, @Nullable Object body, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(call(method, path, body), type);
        } catch (JsonProcessingException e) {
            throw new RequestRefused("the node at " + node.httpUrl() + " answered something odd: " + e.getMessage(), e);
        }
    }

    private String call(String method, String path, @Nullable Object body) {
        HttpResponse<String> answer = send(request(method, path, body).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String method, String path, @Nullable Object body) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.line(body));
        return HttpRequest.newBuilder(URI.create(node.httpUrl() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + node.adminToken())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, publisher);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new RequestRefused("the node at " + node.httpUrl() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestRefused("interrupted while asking the node", e);
        }
    }

    private static RequestRefused refusal(int status, String body) {
        return new RequestRefused(reason(body, status), status == 400);
    }

    private static String reason(String body, int status) {
        try {
            JsonNode text = Json.MAPPER.readTree(body).path("error");
            if (text.isTextual()) {
                return text.asText();
            }
        } catch (JsonProcessingException e) {
            // Not ours, then; the text as it is says more than nothing.
        }
        String line = body.strip().lines().findFirst().orElse("");
        return "the node answered " + status + (line.isEmpty() ? "" : ": " + line);
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readNBytes(8192), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
