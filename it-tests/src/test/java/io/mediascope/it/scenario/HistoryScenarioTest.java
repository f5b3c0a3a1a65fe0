package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.history.HistoryQuery;
import io.mediascope.cluster.history.OfflineHistory;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal read back is what the clients saw, while the node runs and after it has stopped. */
@Tag("real")
class HistoryScenarioTest {
    @TempDir
    Path data;

    @Test
    void shouldReadBackWhatTheClientsSaw() {
        List<String> seen;
        List<PublicEvent> online;
        ScopeRun run;
        try (TestNode node = TestNode.start(data)) {
            run = play(node);
            seen = run.seen;
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> History.count(node.events("story"), "ScopeDisposed") == 1);
            online = node.events("story");
        }
        History.shouldBeSound(online);
        assertThat(asClientsSee(online)).containsExactlyElementsOf(seen);

        ActorSystem<Void> reader = ActorSystem.create(Behaviors.empty(), "reader", ConfigFactory.load("reader"));
        try (OfflineHistory offline = OfflineHistory.open(data)) {
            List<PublicEvent> read =
                    TestClient.join(offline.events(HistoryQuery.of(run.scope)).runWith(Sink.seq(), reader));
            assertThat(read).isEqualTo(online);
        } finally {
            reader.terminate();
        }
    }

    private record ScopeRun(io.mediascope.scope.model.ScopeKey scope, List<String> seen) {}

    private static ScopeRun play(TestNode node) {
        Duration soon = Duration.ofSeconds(10);
        List<String> seen;
        try (TestClient ann = node.join("story", "ann")) {
            TestClient bob = node.join("story", "bob");
            ann.until("bob is in", soon, () -> ann.seen("joined").contains("bob"));
            bob.publishing();
            ann.until("bob's tracks", soon, () -> ann.seen("published").size() == 2);
            TestClient eve = node.join("story", "eve");
            ann.until("eve is in", soon, () -> ann.seen("joined").contains("eve"));
            TestClient.join(bob.connection.unpublish("cam"));
            ann.until(
                    "bob's camera is gone", soon, () -> !ann.seen("unpublished").isEmpty());
            bob.close();
            ann.until("bob has left", soon, () -> ann.seen("left").contains("bob CLIENT_LEFT"));
            eve.close();
            ann.until("eve has left", soon, () -> ann.seen("left").contains("eve CLIENT_LEFT"));
            seen = ann.log.stream()
                    .filter(line -> line.matches("(connected|joined|left|published|unpublished) .*"))
                    .map(line -> line.replace("connected ", "joined "))
                    .toList();
        }
        List<String> all = new ArrayList<>(seen);
        all.add("left ann CLIENT_LEFT");
        return new ScopeRun(node.scope("story"), all);
    }

    private static Object trackId(PublicEvent event) {
        return ((Map<?, ?>) event.fields().get("track")).get("trackId");
    }

    /** A leave ends the tracks that its participant still had; clients are told of each. */
    private static List<String> asClientsSee(List<PublicEvent> events) {
        List<String> lines = new ArrayList<>();
        Map<Object, List<Object>> published = new HashMap<>();
        for (PublicEvent event : events) {
            Object user = event.fields().get("userId");
            List<Object> tracks = published.computeIfAbsent(user, key -> new ArrayList<>());
            switch (event.type()) {
                case "ParticipantJoined" -> lines.add("joined " + user);
                case "ParticipantLeft" -> {
                    tracks.forEach(track -> lines.add("unpublished " + user + "/" + track));
                    lines.add("left " + user + " " + event.fields().get("reason"));
                }
                case "TrackPublished" -> {
                    tracks.add(trackId(event));
                    lines.add("published " + user + "/" + trackId(event));
                }
                case "TrackUnpublished" -> {
                    tracks.remove(event.fields().get("trackId"));
                    lines.add("unpublished " + user + "/" + event.fields().get("trackId"));
                }
                default -> {}
            }
        }
        return lines;
    }
}
