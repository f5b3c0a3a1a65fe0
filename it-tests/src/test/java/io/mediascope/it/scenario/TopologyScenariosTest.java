package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.Grant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two go peer to peer, a third brings them back to the relay, and all see the same. */
@Tag("real")
class TopologyScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void shouldRelayFromTheFirstSecondAndGoPeerToPeerWithTwo() {
        try (TestClient ann = node.join("two", "ann").publishing();
                TestClient bob = node.join("two", "bob").publishing()) {
            ann.awaitTransport(MediaType.AUDIO, Transport.UDP_RELAY, SOON).awaitFrames("bob", "mic", 20, SOON);
            bob.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, SOON).awaitFrames("ann", "cam", 10, SOON);

            ann.awaitTopology(Topology.PEER_TO_PEER, SOON).awaitTransport(MediaType.VIDEO, Transport.UDP_P2P, SOON);
            bob.awaitTopology(Topology.PEER_TO_PEER, SOON).awaitTransport(MediaType.AUDIO, Transport.UDP_P2P, SOON);
            ann.awaitFrames("bob", "cam", 25, SOON);
            bob.awaitFrames("ann", "mic", 50, SOON);

            assertThat(directPackets(ann)).as("packets that came directly").isPositive();
            assertThat(ann.sink("bob", "mic").totals().missing()).isZero();
            assertThat(bob.sink("ann", "cam").totals().missing()).isZero();
        }
    }

    @Test
    void shouldComeBackToTheRelayWithoutAGapWhenAThirdJoins() {
        try (TestClient ann = node.join("three", "ann").publishing();
                TestClient bob = node.join("three", "bob").publishing()) {
            ann.awaitTopology(Topology.PEER_TO_PEER, SOON).awaitFrames("bob", "cam", 25, SOON);
            bob.awaitFrames("ann", "cam", 25, SOON);
            ann.sink("bob", "cam").resetGap();
            bob.sink("ann", "mic").resetGap();

            try (TestClient eve = node.join("three", "eve").publishing()) {
                ann.awaitTopology(Topology.RELAY, SOON).awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, SOON);
                eve.awaitFrames("ann", "cam", 25, SOON).awaitFrames("bob", "mic", 50, SOON);
                ann.awaitFrames("bob", "cam", 50, SOON).awaitFrames("eve", "mic", 50, SOON);
                bob.awaitFrames("ann", "mic", 50, SOON);
                assertThat(ann.sink("bob", "cam").longestGapMs())
                        .as("video gap at the switch")
                        .isLessThan(240);
                assertThat(bob.sink("ann", "mic").longestGapMs())
                        .as("audio gap at the switch")
                        .isLessThan(220);
                assertThat(ann.sink("bob", "cam").totals().missing()).isZero();
            }

            ann.until("eve has left", SOON, () -> !ann.seen("left").isEmpty());
            ann.awaitTopology(Topology.PEER_TO_PEER, Duration.ofSeconds(45));
            ann.awaitFrames("bob", "cam", 25, SOON);
        }
        List<PublicEvent> events = node.events("three");
        History.shouldBeSound(events);
        assertThat(History.of(events, "TopologyChanged"))
                .extracting(event -> String.valueOf(event.fields().get("topology")))
                .containsExactly("PEER_TO_PEER", "RELAY", "PEER_TO_PEER", "RELAY");
    }

    @Test
    void shouldGoBackToTheRelayWhenTheDirectPathDiesSilently() {
        try (TestClient ann = node.join("silent", "ann").publishing();
                TestClient bob = node.join("silent", "bob").publishing()) {
            ann.awaitTopology(Topology.PEER_TO_PEER, SOON).awaitFrames("bob", "cam", 25, SOON);
            bob.awaitFrames("ann", "cam", 25, SOON);
            bob.sink("ann", "cam").resetGap();

            ann.network.setDirectBlocked(true);

            bob.awaitTopology(Topology.RELAY, SOON).awaitFrames("ann", "cam", 50, SOON);
            ann.awaitFrames("bob", "cam", 50, SOON);
            assertThat(bob.sink("ann", "cam").longestGapMs())
                    .as("gap after a silent death")
                    .isLessThan(2500);
        }
        History.shouldBeSound(node.events("silent"));
    }

    @Test
    void shouldStayOnTheRelayWhenATokenForbidsPeerToPeer() {
        Set<Grant> grants = Set.of(Grant.PUBLISH, Grant.SUBSCRIBE, Grant.DATA);
        try (TestClient ann = node.join("private", "ann").publishing();
                TestClient bob = new TestClient(
                                "bob", node.descriptorWithToken("private", node.token("private", "bob", grants, false)))
                        .joined()
                        .publishing()) {
            ann.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, SOON);
            bob.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, SOON);
            // 8 s of audio: longer than any introduction would take
            bob.awaitFrames("ann", "mic", 400, Duration.ofSeconds(20));
            assertThat(ann.topology()).isEqualTo(Topology.RELAY);
            assertThat(ann.seen("topology")).isEmpty();
        }
    }

    private static long directPackets(TestClient client) {
        return client.statistics().transports().stream()
                .filter(totals -> totals.transport() == Transport.UDP_P2P)
                .mapToLong(totals -> totals.receivedPackets())
                .sum();
    }
}
