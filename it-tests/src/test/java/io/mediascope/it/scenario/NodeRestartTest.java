package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.History;
import io.mediascope.it.support.NodeProcess;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed with calls running and started again on the same data. */
@Tag("real")
class NodeRestartTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path data;

    @Test
    void shouldResumeWhoComesBackAndEndWhoDoesNot() throws Exception {
        String scope = "crash";
        int link;
        NodeProcess first = NodeProcess.start(data, "mediascope.scope.resume-window=6 s");
        link = first.linkPort;
        TestClient ann = new TestClient("ann", first.descriptor(scope, "ann").retryLimit(60))
                .joined()
                .publishing();
        TestClient bob = new TestClient("bob", first.descriptor(scope, "bob").retryLimit(60))
                .joined()
                .publishing();
        TestClient eve = new TestClient("eve", first.descriptor(scope, "eve").retryLimit(60)).joined();
        ann.awaitFrames("bob", "cam", 25, SOON);
        String annSession = ann.connection.sessionId();

        first.jvm.kill();
        // eve is not there any more when the node comes back
        eve.connection.disconnect();
        NodeProcess second =
                NodeProcess.start(data, "mediascope.link.port=" + link, "mediascope.scope.resume-window=6 s");

        ann.until("ann is back", SOON, () -> ann.seen("reconnected").contains("true"));
        bob.until("bob is back", SOON, () -> bob.seen("reconnected").contains("true"));
        ann.awaitFrames("bob", "cam", 50, SOON).awaitFrames("bob", "mic", 50, SOON);
        bob.awaitFrames("ann", "cam", 50, SOON);
        assertThat(ann.connection.sessionId()).as("session over the crash").isEqualTo(annSession);
        ann.until("eve has left", SOON, () -> ann.seen("left").stream().anyMatch(line -> line.startsWith("eve ")));
        ann.close();
        bob.close();
        second.close();

        // A leave that the stop overtook is written by the next start, when nobody has come back.
        try (TestNode node = TestNode.start(data, Map.of("mediascope.scope.resume-window", "6 s"))) {
            List<PublicEvent> events = await("the end of the life")
                    .atMost(SOON)
                    .until(() -> node.events(scope), all -> History.count(all, "ScopeDisposed") == 1);
            History.shouldBeSound(events);
            assertThat(History.story(events)).contains("ScopeResumed", "ParticipantReconnected", "TrackReplaced");
            assertThat(History.of(events, "ParticipantLeft"))
                    .filteredOn(event -> "eve".equals(event.fields().get("userId")))
                    .extracting(event -> event.fields().get("reason"))
                    .containsExactly("NODE_LOST");
            assertThat(History.count(events, "ParticipantJoined")).isEqualTo(3);
            assertThat(History.count(events, "ParticipantLeft")).isEqualTo(3);
        }
    }
}
