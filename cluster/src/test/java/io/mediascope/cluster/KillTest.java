package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ScopeKey;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own is killed; what it acknowledged is there afterwards. */
@Tag("real")
class KillTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepApplicationsAndEventsWhenKilled() throws Exception {
        Process child = child();
        List<String> told;
        try {
            told = toldBy(child);
        } finally {
            child.destroyForcibly();
            child.waitFor(10, TimeUnit.SECONDS);
        }
        ScopeKey scope = new ScopeKey(told.get(0), KilledNode.SCOPE);
        try (MediascopeNode again = TestNodes.start(folder.resolve("data"))) {
            assertThat(again.firstApplication()).isEmpty();
            assertThat(again.applications().keys(scope.applicationId()).stream().map(ApiKey::keyId))
                    .containsExactlyInAnyOrder(told.get(1), told.get(2));
            assertThat(again.applications()
                            .replica()
                            .key(told.get(2))
                            .orElseThrow()
                            .revokedAt())
                    .isPresent();
            List<PublicEvent> events = TestNodes.read(again.history(), again.system(), HistoryQuery.of(scope));
            assertThat(events.stream().map(PublicEvent::type)).contains("ScopeCreated", "ParticipantJoined");
            assertThat(events.stream().map(PublicEvent::sequenceNumber).toList())
                    .isEqualTo(java.util.stream.LongStream.rangeClosed(1, events.size())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void shouldEndParticipantsWhoNeverReturnWithoutBeingAsked() throws Exception {
        Process child = child();
        String app;
        try {
            app = toldBy(child).get(0);
        } finally {
            child.destroyForcibly();
            child.waitFor(10, TimeUnit.SECONDS);
        }
        Map<String, String> soon = Map.of("mediascope.scope.resume-window", "1 s");
        try (MediascopeNode again = MediascopeNode.start(TestNodes.settings(folder.resolve("data"), soon))) {
            HistoryQuery query = HistoryQuery.of(new ScopeKey(app, KilledNode.SCOPE));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<PublicEvent> events = TestNodes.read(again.history(), again.system(), query);
                assertThat(events.stream().map(PublicEvent::type))
                        .containsOnlyOnce("ParticipantJoined", "ParticipantLeft", "ScopeDisposed");
                assertThat(events.toString()).contains("NODE_LOST");
            });
        }
    }

    private Process child() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledNode.class.getName(),
                folder.resolve("data").toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Application, first key, revoked key. */
    private static List<String> toldBy(Process child) throws Exception {
        BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("JOINED ")) {
                return List.of(line.substring("JOINED ".length()).split(" "));
            }
        }
        throw new AssertionError("the node did not come up");
    }
}
