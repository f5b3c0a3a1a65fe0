package io.mediascope.it.support;

import io.mediascope.load.light.WebSdp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A WHIP or WHEP client: its requests, and its media when it was let in. */
public final class HttpMediaClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public final WebMedia media = new WebMedia();
    private final String base;
    private final String token;
    private String location = "";
    private HttpResponse<String> answer;

    /** @param base of the node's HTTP API */
    public HttpMediaClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** Publishes. */
    public HttpMediaClient whip() {
        return post("/whip", WebSdp.offer(System.nanoTime(), media.self(), "sendonly", "VP8"));
    }

    /** Receives; {@code query} with its question mark, or empty. */
    public HttpMediaClient whep(String query) {
        return post("/whep" + query, WebSdp.offer(System.nanoTime(), media.self(), "recvonly", "VP8"));
    }

    public HttpMediaClient post(String path, String sdp) {
        answer = send(
                request(path).header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(sdp)));
        location = answer.headers().firstValue("Location").orElse("");
        return this;
    }

    /** What the POST was answered with. */
    public HttpResponse<String> answer() {
        return answer;
    }

    public HttpMediaClient connected() {
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        media.connect(answer.body());
        return this;
    }

    public HttpResponse<String> patch(String etag, String fragment) {
        return send(request(location)
                .header("Content-Type", "application/trickle-ice-sdpfrag")
                .header("If-Match", etag)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(fragment)));
    }

    public HttpResponse<String> delete() {
        return send(request(location).DELETE());
    }

    public HttpResponse<String> method(String name, String path) {
        return send(request(path)
                .header("Origin", "https://example.org")
                .method(name, HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        media.close();
    }
}
