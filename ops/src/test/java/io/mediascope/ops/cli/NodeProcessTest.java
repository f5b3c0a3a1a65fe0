package io.mediascope.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as processes of their own, with a node that really runs. */
@Tag("real")
class NodeProcessTest {
    private static final List<String> ANY_PORTS = List.of(
            "--http-port", "0", "--link-port", "0", "--audio-port", "0", "--video-port", "0", "--mux-port", "0");

    @TempDir
    Path dir;

    @AfterEach
    void stopNode() throws Exception {
        cli("down", "--data", dir.toString());
    }

    @Test
    void shouldStartServeAndStop() throws Exception {
        Result up = up(ANY_PORTS);
        assertThat(up.code).as(up.text).isZero();
        assertThat(up.text).contains("first application").contains("secret").contains("mediascope: ready");

        JsonNode status = Json.tree(cli("status", "--json", "--data", dir.toString()).text);
        String app = status.path("applications").get(0).path("applicationId").asText();
        String http = "http://127.0.0.1:" + status.path("http").asInt();
        assertThat(status.path("udp").path("audio").asInt()).isPositive();
        assertThat(ProcessHandle.of(status.path("pid").asLong())).isPresent();

        shouldKeepALogWithoutSecrets(up.text);
        shouldResolve(http, app, status.path("link").asInt());
        shouldRefuse(http, app);
        shouldAdministerAndSurviveRestart(app);
    }

    @Test
    void shouldRefuseASecondNodeAndABusyPort(@TempDir Path other) throws Exception {
        assertThat(up(ANY_PORTS).code).isZero();
        JsonNode status = Json.tree(cli("status", "--json", "--data", dir.toString()).text);

        Result second = up(ANY_PORTS);
        assertThat(second.code).isEqualTo(2);
        assertThat(second.text).contains("runs on").hasLineCount(1);

        List<String> busy = new ArrayList<>(ANY_PORTS);
        busy.set(1, status.path("http").asText());
        busy.addAll(0, List.of("up", "--data", other.toString()));
        Result refused = cli(busy.toArray(String[]::new));
        assertThat(refused.code).isEqualTo(2);
        assertThat(refused.text)
                .contains("HTTP port " + status.path("http").asText())
                .hasLineCount(1);
    }

    private void shouldKeepALogWithoutSecrets(String said) throws IOException {
        String secret = said.lines()
                .filter(line -> line.strip().startsWith("secret "))
                .map(line -> line.strip().substring("secret ".length()).strip())
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(dir.resolve("log"))).contains("INFO").doesNotContain(secret);
        assertThat(Files.readString(dir.resolve("log.console"))).doesNotContain(secret);
    }

    private void shouldResolve(String http, String app, int link) throws Exception {
        String token = cli("token", "--app", app, "--scope", "room", "--user", "u", "--data", dir.toString())
                .text
                .strip();
        HttpResponse<String> found = get(http + "/resolve?applicationId=" + app + "&scopeId=room", token);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo("127.0.0.1:" + link);
        assertThat(get(http + "/resolve?applicationId=" + app + "&scopeId=other", token)
                        .statusCode())
                .isEqualTo(403);
    }

    private void shouldRefuse(String http, String app) throws Exception {
        assertThat(get(http + "/resolve?applicationId=" + app, "").statusCode()).isEqualTo(400);
        assertThat(get(http + "/resolve?applicationId=nobody&scopeId=room", "").statusCode())
                .isEqualTo(404);
        assertThat(get(http + "/resolve?applicationId=" + app + "&scopeId=room", "wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(http + "/admin/applications", "wrong").statusCode()).isEqualTo(401);
        assertThat(get(http + "/nowhere", "").statusCode()).isEqualTo(404);
        assertThat(get(http + "/ready", "").statusCode()).isEqualTo(200);
        shouldBeMetrics(get(http + "/metrics", "").body());
    }

    /** Prometheus' text format 0.0.4: each metric once, described, counters by their suffix. */
    private static void shouldBeMetrics(String text) {
        Set<String> described = new HashSet<>();
        Map<String, String> types = new HashMap<>();
        Set<String> samples = new HashSet<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                assertThat(described.add(words[2])).as("once: " + line).isTrue();
                assertThat(words).as(line).hasSize(4);
            } else if (line.startsWith("# TYPE ")) {
                assertThat(types.put(words[2], words[3])).as("once: " + line).isNull();
                assertThat(words[2].endsWith("_total")).as(line).isEqualTo(words[3].equals("counter"));
            } else {
                assertThat(line).matches("mediascope_[a-z0-9_]+(\\{[a-z]+=\"[A-Z0-9_]+\"})? -?[0-9][0-9.E-]*");
                assertThat(samples.add(words[0])).as("once: " + line).isTrue();
                assertThat(types).containsKey(words[0].replaceAll("\\{.*", ""));
            }
        }
        assertThat(types).hasSizeGreaterThan(150);
        assertThat(described).isEqualTo(types.keySet());
    }

    private void shouldAdministerAndSurviveRestart(String first) throws Exception {
        String data = dir.toString();
        JsonNode made = Json.tree(cli("app", "create", "shop", "--json", "--data", data).text);
        String app = made.path("applicationId").asText();
        assertThat(cli("app", "key", "revoke", app, made.path("keyId").asText(), "--data", data).code)
                .isZero();
        assertThat(cli("token", "--app", app, "--scope", "s", "--user", "u", "--data", data).code)
                .isEqualTo(1);

        assertThat(cli("down", "--data", data).code).isZero();
        assertThat(dir.resolve("node.json")).doesNotExist();
        assertThat(cli("status", "--data", data).code).isEqualTo(1);
        Result offline = cli("app", "list", "--data", data);
        assertThat(offline.text).contains(first).contains(app).contains("(revoked)");
        assertThat(cli("token", "--app", first, "--scope", "s", "--user", "u", "--data", data).code)
                .isZero();
        assertThat(cli("replay", "--format", "csv", "--data", data).text).startsWith("time,applicationId");

        Result again = up(ANY_PORTS);
        assertThat(again.code).as(again.text).isZero();
        assertThat(again.text).doesNotContain("secret");
        assertThat(cli("app", "list", "--data", data).text).contains(app);
    }

    private Result up(List<String> options) throws Exception {
        List<String> args = new ArrayList<>(List.of("up", "--detach", "--data", dir.toString()));
        args.addAll(options);
        return cli(args.toArray(String[]::new));
    }

    private static HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    /** Output goes through a file: a node in the background would hold a pipe open. */
    private static Result cli(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile("cli", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as(String.join(" ", args))
                    .isTrue();
            return new Result(process.exitValue(), Files.readString(out));
        } finally {
            Files.delete(out);
        }
    }

    private record Result(int code, String text) {}
}
