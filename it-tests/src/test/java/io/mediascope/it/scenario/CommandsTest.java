package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediascope.it.support.Jvm;
import io.mediascope.ops.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands, one after the other, as processes of their own. */
@Tag("real")
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIPS = Path.of("../sdk/java/src/main/resources/io/mediascope/sdk/clips")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    @Test
    void shouldShowTheWholeJobInTheDemo() throws Exception {
        Path recordings = folder.resolve("recordings");
        List<String> out = run(120, "demo", "--record", recordings.toString());

        String text = String.join("\n", out);
        assertThat(text).contains("PEER_TO_PEER", "over TCP", "every message arrived", "ParticipantLeft");
        shouldDecode(recordings, 6);
    }

    @Test
    void shouldServeAPersonFromTheFirstStartToTheReplay() throws Exception {
        String data = folder.resolve("data").toString();
        try (Jvm node = Jvm.start(
                Main.class,
                "up",
                "--data",
                data,
                "--http-port",
                "0",
                "--link-port",
                "0",
                "--config",
                anyPorts().toString())) {
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(40))
                    .until(() -> Files.exists(folder.resolve("data/node.json"))
                            && !status(data).isEmpty());
            JsonNode status = JSON.readTree(status(data).get(0));
            assertThat(status.get("pid").asLong()).isEqualTo(node.pid());
            assertThat(status.get("http").asInt()).isPositive();
            assertThat(status.get("udp").get("mux").asInt()).isPositive();
            String application =
                    status.get("applications").get(0).get("applicationId").asText();

            JsonNode shop = JSON.readTree(
                    run(30, "app", "create", "shop", "--json", "--data", data).get(0));
            assertThat(shop.get("secret").asText()).hasSizeGreaterThanOrEqualTo(32);
            assertThat(run(30, "app", "list", "--data", data)).anyMatch(line -> line.contains("shop"));
            String shopId = shop.get("applicationId").asText();
            run(30, "app", "limits", shopId, "--participants-per-scope", "7", "--data", data);
            assertThat(JSON.readTree(run(30, "app", "limits", shopId, "--json", "--data", data)
                                    .get(0))
                            .get("participantsPerScope")
                            .asInt())
                    .isEqualTo(7);
            List<String> token =
                    run(30, "token", "--app", application, "--scope", "lobby", "--user", "ann", "--data", data);
            assertThat(token).hasSize(1);
            assertThat(token.get(0).split("\\.")).hasSize(3);

            List<String> events;
            try (Jvm follower = Jvm.start(
                    Main.class, "replay", "--scope", "lobby", "--format", "ndjson", "--follow", "--data", data)) {
                call(data, application, follower);
                events = replay(data);
                org.awaitility.Awaitility.await()
                        .atMost(java.time.Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(json(follower.lines)).isEqualTo(events));
                assertThat(follower.isAlive()).as("follows on").isTrue();
            }
            shouldReplayAsFastAsItHappened(data, events);
            assertThat(run(30, "down", "--data", data)).isNotEmpty();
            assertThat(node.exit(20)).isZero();
            assertThat(replay(data)).as("the same history with the node down").isEqualTo(events);
        }
    }

    private void call(String data, String application, Jvm follower) throws Exception {
        Path recordings = folder.resolve("recordings");
        String[] common = {"--data", data, "--app", application, "--scope", "lobby"};
        try (Jvm ann = Jvm.start(
                        Main.class,
                        join(
                                common,
                                "--user",
                                "ann",
                                "--seconds",
                                "14",
                                "--publish",
                                clip("video.ivf"),
                                "--publish",
                                clip("audio.ogg")));
                Jvm bob = Jvm.start(
                        Main.class,
                        join(
                                common,
                                "--user",
                                "bob",
                                "--seconds",
                                "12",
                                "--transport",
                                "tcp",
                                "--record",
                                recordings.toString()))) {
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(15))
                    .until(() -> scope(data).contains("TCP"));
            assertThat(json(follower.lines))
                    .as("shown while the call runs")
                    .anyMatch(line -> line.contains("ParticipantJoined"));
            assertThat(bob.exit(40)).as(() -> String.join("\n", bob.lines)).isZero();
            assertThat(ann.exit(40)).as(() -> String.join("\n", ann.lines)).isZero();
        }
        shouldDecode(recordings, 2);
    }

    /** Twice as fast: from the first event to the last in half the time that lay between them. */
    private static void shouldReplayAsFastAsItHappened(String data, List<String> events) throws Exception {
        long callMs = timeMs(events.get(events.size() - 1)) - timeMs(events.get(0));
        try (Jvm replay = Jvm.start(
                Main.class, "replay", "--scope", "lobby", "--format", "ndjson", "--speed", "2", "--data", data)) {
            org.awaitility.Awaitility.await()
                    .pollInterval(java.time.Duration.ofMillis(20))
                    .atMost(java.time.Duration.ofSeconds(20))
                    .until(() -> !json(replay.lines).isEmpty());
            long beganNs = System.nanoTime();
            assertThat(replay.exit(60)).isZero();
            long tookMs = (System.nanoTime() - beganNs) / 1_000_000;
            assertThat(tookMs).isBetween(callMs / 2 - 500, callMs / 2 + 4_000);
            assertThat(json(replay.lines)).isEqualTo(events);
        }
    }

    private static long timeMs(String event) throws IOException {
        return java.time.Instant.parse(JSON.readTree(event).get("time").asText())
                .toEpochMilli();
    }

    private static List<String> replay(String data) throws Exception {
        List<String> lines = run(40, "replay", "--scope", "lobby", "--format", "ndjson", "--data", data);
        List<String> types = new ArrayList<>();
        long expected = 1;
        for (String line : lines) {
            JsonNode event = JSON.readTree(line);
            assertThat(event.get("sequenceNumber").asLong()).isEqualTo(expected++);
            types.add(event.get("type").asText());
        }
        assertThat(types).startsWith("ScopeCreated", "ParticipantJoined").endsWith("ScopeDisposed");
        assertThat(types.stream().filter("ParticipantJoined"::equals)).hasSize(2);
        assertThat(types.stream().filter("ParticipantLeft"::equals)).hasSize(2);
        assertThat(types).as("figures of each who left").contains("QualityReported");
        assertThat(lines.stream().filter(line -> line.contains("\"ParticipantLeft\"")))
                .allSatisfy(
                        left -> assertThat(JSON.readTree(left).get("lastSeenAt").asText())
                                .isEqualTo(JSON.readTree(left).get("time").asText()));
        return lines;
    }

    private Path anyPorts() throws IOException {
        return Files.writeString(
                folder.resolve("ports.conf"),
                "mediascope.udp { audio-port = 0, video-port = 0, mux-port = 0, loops = 1 }\n");
    }

    private static String clip(String name) {
        return CLIPS.resolve(name).toString();
    }

    private static String[] join(String[] common, String... more) {
        return Stream.of(Stream.of("join"), Stream.of(common), Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new);
    }

    /** Empty while the node is not ready. */
    private static List<String> status(String data) throws Exception {
        try (Jvm command = Jvm.start(Main.class, "status", "--json", "--data", data)) {
            return command.exit(30) == 0 ? json(command.lines) : List.of();
        }
    }

    /** What {@code scopes} says of the lobby, or that it does not live yet. */
    private static String scope(String data) throws Exception {
        try (Jvm command = Jvm.start(Main.class, "scopes", "lobby", "--data", data)) {
            command.exit(30);
            return String.join("\n", command.lines);
        }
    }

    private static List<String> json(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("{")).toList();
    }

    private static List<String> run(int seconds, String... arguments) throws Exception {
        try (Jvm command = Jvm.start(Main.class, arguments)) {
            assertThat(command.exit(seconds))
                    .as(() -> String.join(" ", arguments) + ":\n" + String.join("\n", command.lines))
                    .isZero();
            return List.copyOf(command.lines);
        }
    }

    private static void shouldDecode(Path recordings, int atLeast) throws Exception {
        List<Path> files;
        try (Stream<Path> found = Files.list(recordings)) {
            files = found.toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(atLeast);
        for (Path file : files) {
            Process decoder = new ProcessBuilder("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "null", "-")
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(decoder.getInputStream().readAllBytes()))
                    .as("errors in %s", file)
                    .isEmpty();
            assertThat(decoder.waitFor()).isZero();
        }
    }
}
