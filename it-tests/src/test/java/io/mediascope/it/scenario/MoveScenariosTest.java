package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestCluster;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.history.PublicEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scope's media goes from node to node while everybody speaks; gaps are those beyond the same time without a move. */
@Tag("real")
class MoveScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Three messages of a client each time: 43 in a second, of the 50 that it may send. */
    private static final Duration WITHIN_MESSAGE_RATE = Duration.ofMillis(70);

    private static final long AUDIO_GAP_MS = 100;
    private static final long VIDEO_GAP_MS = 300;

    @TempDir
    static Path data;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(data, 2, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldMoveThreeThatSpeakWithinTheAimsThereAndBack() {
        List<TestClient> all = new ArrayList<>();
        TestNode home = cluster.home("there-and-back");
        try {
            for (String name : List.of("ann", "bob", "eve")) {
                all.add(home.join("there-and-back", name).publishing());
            }
            hearEachOther(all);
            // The first move loads what the later ones find: it is not measured.
            for (int round = 0; round < 3; round++) {
                TestNode target = cluster.other(cluster.home("there-and-back"));
                all.forEach(MoveScenariosTest::resetGaps);
                hearEachOther(all);
                Gaps control = gaps(all);
                all.forEach(MoveScenariosTest::resetGaps);
                cluster.move("there-and-back", target);
                cluster.moved("there-and-back", round + 1);
                hearEachOther(all);
                if (round > 0) {
                    Gaps moved = gaps(all);
                    assertThat(moved.audioMs() - control.audioMs()).isLessThanOrEqualTo(AUDIO_GAP_MS);
                    assertThat(moved.videoMs() - control.videoMs()).isLessThanOrEqualTo(VIDEO_GAP_MS);
                }
                all.forEach(client -> nothingMissing(client, all));
                assertThat(cluster.home("there-and-back").node.linkPort()).isEqualTo(target.node.linkPort());
            }
            for (TestClient client : all) {
                assertThat(client.seen("left")).isEmpty();
                assertThat(client.seen("connectionLost")).isEmpty();
                assertThat(client.seen("userReconnected")).isEmpty();
                assertThat(client.errors).isEmpty();
            }
        } finally {
            all.forEach(TestClient::close);
        }
        List<PublicEvent> events = home.events("there-and-back");
        History.shouldBeSound(events);
        assertThat(History.count(events, "ScopeMoving")).isEqualTo(3);
        assertThat(History.count(events, "ScopeMoved")).isEqualTo(3);
        assertThat(History.count(events, "ParticipantMoved")).isEqualTo(9);
        assertThat(History.count(events, "ParticipantReconnected")).isZero();
        assertThat(History.count(events, "TrackReplaced")).isZero();
    }

    @Test
    void shouldBringEachMessageOnceWhileItMoves() {
        TestNode home = cluster.home("messages");
        List<TestClient> all =
                List.of(home.join("messages", "ann"), home.join("messages", "bob"), home.join("messages", "eve"));
        try {
            cluster.move("messages", cluster.other(home));
            List<String> sent = new ArrayList<>();
            await().atMost(SOON).pollInterval(WITHIN_MESSAGE_RATE).until(() -> {
                all.forEach(client -> sent.add(sendToEachAndAll(client, sent.size(), all)));
                return History.count(home.events("messages"), "ScopeMoved") > 0;
            });
            all.forEach(client -> shouldHaveReceivedOnce(client, sent));
        } finally {
            all.forEach(TestClient::close);
        }
    }

    private static String sendToEachAndAll(TestClient client, int number, List<TestClient> all) {
        String text = client.name + number;
        client.send("", text);
        all.stream()
                .filter(other -> other != client)
                .forEach(other -> client.send(other.name, text + "-" + other.name));
        return text;
    }

    private static void shouldHaveReceivedOnce(TestClient client, List<String> sent) {
        List<String> expected = sent.stream()
                .filter(text -> !text.startsWith(client.name))
                .flatMap(text -> Stream.of(text, text + "-" + client.name))
                .toList();
        await().atMost(SOON).until(() -> client.messages.size() >= expected.size());
        assertThat(client.messages)
                .extracting(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void hearEachOther(List<TestClient> all) {
        for (TestClient client : all) {
            for (TestClient other : all) {
                if (other != client) {
                    client.awaitFrames(other.name, "mic", 15, SOON).awaitFrames(other.name, "cam", 8, SOON);
                }
            }
        }
    }

    private static void resetGaps(TestClient client) {
        for (String name : List.of("ann", "bob", "eve")) {
            if (!name.equals(client.name)) {
                client.sink(name, "mic").resetGap();
                client.sink(name, "cam").resetGap();
            }
        }
    }

    /** The longest times without a frame; a machine that is busy with other things has them without any move. */
    private record Gaps(long audioMs, long videoMs) {}

    private static Gaps gaps(List<TestClient> all) {
        long audioMs = 0;
        long videoMs = 0;
        for (TestClient client : all) {
            for (TestClient other : all) {
                if (other != client) {
                    audioMs = Math.max(audioMs, client.sink(other.name, "mic").longestGapMs());
                    videoMs = Math.max(videoMs, client.sink(other.name, "cam").longestGapMs());
                }
            }
        }
        return new Gaps(audioMs, videoMs);
    }

    private static void nothingMissing(TestClient client, List<TestClient> all) {
        for (TestClient other : all) {
            if (other != client) {
                assertThat(client.sink(other.name, "mic").totals().missing()).isZero();
                assertThat(client.sink(other.name, "cam").totals().missing()).isZero();
            }
        }
    }
}
