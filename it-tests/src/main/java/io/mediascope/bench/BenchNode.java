package io.mediascope.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediascope.bench.measure.JoinSigner;
import io.mediascope.load.light.LightCall;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ServiceLoop;
import io.mediascope.sdk.Trust;
import io.mediascope.sdk.link.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node started as a user starts it, by the {@code mediascope} script, with one relay loop. */
final class BenchNode implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path script;
    private final Path data;
    private final JsonNode status;
    private final JoinSigner tokens;
    private final HttpClient http = HttpClient.newHttpClient();

    private BenchNode(Path script, Path data) throws IOException {
        this.script = script;
        this.data = data;
        this.status = JSON.readTree(run("status", "--json"));
        JsonNode application = JSON.readTree(run("app", "create", "bench", "--json"));
        this.tokens = new JoinSigner(
                application.get("applicationId").asText(),
                application.get("keyId").asText(),
                application.get("secret").asText());
        run("app", "limits", tokens.applicationId(), "--participants-per-scope", "2000");
    }

    static BenchNode start(Path script, Path folder) throws IOException {
        Path data = folder.resolve("data");
        Path config = folder.resolve("bench.conf");
        Files.writeString(
                config,
                """
                mediascope.http.port = 0
                mediascope.link.port = 0
                mediascope.udp { audio-port = 0, video-port = 0, mux-port = 0, loops = 1 }
                mediascope.scope.peer-to-peer.enabled = off
                """);
        exec(script, List.of("up", "--detach", "--data", data.toString(), "--config", config.toString()));
        return new BenchNode(script, data);
    }

    long pid() {
        return status.get("pid").asLong();
    }

    /** A way for one user to join, with the loop it shares. */
    ScopeDescriptor.Builder descriptor(String scope, String user, ServiceLoop loop) {
        return ScopeDescriptor.builder(tokens.applicationId(), scope)
                .link("127.0.0.1:" + status.get("link").asInt())
                .trust(Trust.insecure())
                .token(tokens.token(scope, user))
                .statisticsInterval(Duration.ZERO)
                .serviceLoop(loop);
    }

    /** Where light receivers join. */
    LightCall.Site site(String scope) {
        return new LightCall.Site(
                new HostPort("127.0.0.1", status.get("link").asInt()),
                tokens.applicationId(),
                scope,
                user -> tokens.token(scope, user));
    }

    /** The sum of a metric's samples, 0 when there is none. */
    double metric(String name) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + status.get("http").asInt() + "/metrics"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return exec(script, all);
    }

    private static String exec(Path script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + exit + ": " + out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        run("down");
    }
}
