package io.mediascope.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Gives orders to the supervisor of a cluster of this machine. Safe from any thread; calls block. */
public final class ControlClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Cassandra's start and end are waited for. */
    private static final Duration STORAGE_TIMEOUT = Duration.ofSeconds(150);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ClusterState cluster;

    public ControlClient(ClusterState cluster) {
        this.cluster = cluster;
    }

    /**
     * Returns the number of the node that the order was about.
     *
     * @throws ClusterException when it is refused
     */
    public int give(Order order) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.controlPort() + "/"))
                .timeout(order.kind().isOfStorage() ? STORAGE_TIMEOUT : TIMEOUT)
                .header("Authorization", "Bearer " + cluster.controlToken())
                .POST(BodyPublishers.ofString(Json.line(order)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            JsonNode body = Json.tree(answer.body());
            if (answer.statusCode() != 200) {
                throw new ClusterException(body.path("error").asText());
            }
            return body.path("number").asInt();
        } catch (IOException e) {
            throw new ClusterException(
                    "the supervisor (pid " + cluster.supervisor().pid() + ") does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while asking the supervisor", e);
        }
    }
}
