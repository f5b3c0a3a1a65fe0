package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.History;
import io.mediascope.it.support.TcpProxy;
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

/** Links that break: who comes back in time is the same participant, who does not has left. */
@Tag("real")
class ResumeScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path data;

    @Test
    void shouldResumeAPublisherUnderFreshKeys() throws Exception {
        try (TestNode node = TestNode.start(data);
                TcpProxy proxy = TcpProxy.to(node.node.linkPort());
                TestClient ann = node.join("resume", "ann").publishing();
                TestClient bob = node.join("resume", "bob").publishing();
                TestClient tom = new TestClient(
                                "tom", node.descriptor("resume", "tom").link("127.0.0.1:" + proxy.port()))
                        .joined()
                        .publishing()) {
            ann.awaitFrames("tom", "cam", 25, SOON);
            String session = tom.connection.sessionId();

            proxy.breakConnections();

            tom.until("tom is back", SOON, () -> tom.seen("reconnected").contains("true"));
            ann.until("ann is told", SOON, () -> ann.seen("userReconnected").contains("tom"));
            ann.awaitFrames("tom", "cam", 50, SOON).awaitFrames("tom", "mic", 100, SOON);
            tom.awaitFrames("bob", "cam", 50, SOON);
            assertThat(tom.connection.sessionId()).isEqualTo(session);
            assertThat(ann.seen("replaced")).contains("tom/cam", "tom/mic");
            assertThat(ann.seen("left")).isEmpty();

            List<PublicEvent> events = node.events("resume");
            History.shouldBeSound(events);
            assertThat(History.count(events, "ParticipantReconnected")).isEqualTo(1);
            assertThat(History.count(events, "TrackReplaced")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void shouldEndAParticipantThatDoesNotComeBack() throws Exception {
        try (TestNode node = TestNode.start(data, Map.of("mediascope.scope.resume-window", "2 s"));
                TcpProxy proxy = TcpProxy.to(node.node.linkPort());
                TestClient ann = node.join("gone", "ann")) {
            TestClient tom =
                    new TestClient("tom", node.descriptor("gone", "tom").link("127.0.0.1:" + proxy.port())).joined();
            ann.until("tom is in", SOON, () -> ann.seen("joined").contains("tom"));
            proxy.close();
            ann.until("tom has left", SOON, () -> ann.seen("left").contains("tom LINK_LOST"));
            History.shouldBeSound(node.events("gone"));
            tom.close();
        }
    }
}
