package io.mediascope.bench.scopes;

import io.mediascope.bench.measure.JoinSigner;
import io.mediascope.bench.measure.Times;
import io.mediascope.sdk.link.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** {@code GET /resolve} of any node, with a join token. Safe from any thread. */
final class Resolving {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JoinSigner tokens;
    private final List<Integer> httpPorts;
    private final Times times = new Times();

    Resolving(JoinSigner tokens, List<Integer> httpPorts) {
        this.tokens = tokens;
        this.httpPorts = httpPorts;
    }

    /** How long each answer took. */
    Times times() {
        return times;
    }

    /** The node that serves the scope. */
    CompletableFuture<HostPort> ask(String scope, String token) {
        int port = httpPorts.get(ThreadLocalRandom.current().nextInt(httpPorts.size()));
        URI uri = URI.create(
                "http://127.0.0.1:" + port + "/resolve?applicationId=" + tokens.applicationId() + "&scopeId=" + scope);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/plain")
                .build();
        long beganNs = System.nanoTime();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(answer -> {
            times.addSince(beganNs);
            return node(answer);
        });
    }

    private static HostPort node(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("resolve: " + answer.statusCode() + " " + answer.body());
        }
        return HostPort.parse(answer.body())
                .orElseThrow(() -> new IllegalStateException("no HOST:PORT: " + answer.body()));
    }
}
