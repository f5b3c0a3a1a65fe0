package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.sdk.NetworkConditions;
import io.mediascope.sdk.TransportPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UDP that is blocked, comes back, or loses packets. Three participants, so that the relay is always in the middle. */
@Tag("real")
class TransportScenariosTest {
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
    void shouldStartOverTlsWhenUdpIsBlockedFromTheStart() {
        try (TestClient ann = node.join("blocked", "ann").publishing();
                TestClient bob = node.join("blocked", "bob").publishing();
                TestClient tom = blockedClient("blocked", "tom").publishing()) {
            tom.awaitTransport(MediaType.AUDIO, Transport.TCP, Duration.ofSeconds(4))
                    .awaitTransport(MediaType.VIDEO, Transport.TCP, Duration.ofSeconds(4));
            tom.awaitFrames("ann", "cam", 50, SOON).awaitFrames("bob", "mic", 100, SOON);
            ann.awaitFrames("tom", "cam", 50, SOON).awaitFrames("tom", "mic", 100, SOON);
            assertThat(tom.sink("bob", "mic").totals().missing())
                    .as("audio lost over TLS")
                    .isZero();

            tom.network.setUdpBlocked(false);
            tom.awaitTransport(MediaType.AUDIO, Transport.UDP_RELAY, Duration.ofSeconds(10))
                    .awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, Duration.ofSeconds(10));
            tom.awaitFrames("ann", "cam", 50, SOON);
        }
        History.shouldBeSound(node.events("blocked"));
    }

    @Test
    void shouldFallBackToTlsInTheCallAndReturnToUdp() {
        try (TestClient ann = node.join("cut", "ann").publishing();
                TestClient bob = node.join("cut", "bob").publishing();
                TestClient tom = node.join("cut", "tom").publishing()) {
            tom.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, SOON).awaitFrames("ann", "cam", 50, SOON);
            ann.awaitFrames("tom", "cam", 50, SOON);
            tom.sink("ann", "mic").resetGap();
            ann.sink("tom", "mic").resetGap();

            tom.network.setUdpBlocked(true);
            tom.awaitTransport(MediaType.AUDIO, Transport.TCP, Duration.ofSeconds(6))
                    .awaitTransport(MediaType.VIDEO, Transport.TCP, Duration.ofSeconds(6));
            tom.awaitFrames("ann", "mic", 100, SOON).awaitFrames("bob", "cam", 25, SOON);
            ann.awaitFrames("tom", "mic", 100, SOON).awaitFrames("tom", "cam", 25, SOON);
            assertThat(tom.sink("ann", "mic").longestGapMs())
                    .as("gap downwards at the cut")
                    .isLessThan(3000);
            assertThat(ann.sink("tom", "mic").longestGapMs())
                    .as("gap upwards at the cut")
                    .isLessThan(3000);

            tom.sink("ann", "mic").resetGap();
            tom.network.setUdpBlocked(false);
            tom.awaitTransport(MediaType.AUDIO, Transport.UDP_RELAY, Duration.ofSeconds(10))
                    .awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY, Duration.ofSeconds(10));
            tom.awaitFrames("ann", "mic", 100, SOON);
            assertThat(tom.sink("ann", "mic").longestGapMs())
                    .as("gap at the return")
                    .isLessThan(500);
            ann.until("ann is told that tom is back on UDP", SOON, () -> ann.seen("transport")
                    .contains("tom VIDEO UDP_RELAY"));
        }
        History.shouldBeSound(node.events("cut"));
    }

    @Test
    void shouldUseTcpOnlyWhenToldTo() {
        try (TestClient ann = node.join("policy", "ann").publishing();
                TestClient bob = node.join("policy", "bob").publishing();
                TestClient tom = new TestClient(
                                "tom", node.descriptor("policy", "tom").transportPolicy(TransportPolicy.TCP))
                        .joined()
                        .publishing()) {
            tom.awaitTransport(MediaType.VIDEO, Transport.TCP, SOON).awaitFrames("bob", "cam", 50, SOON);
            ann.awaitFrames("tom", "cam", 50, SOON);
            assertThat(tom.seen("transport")).noneMatch(line -> line.startsWith("tom ") && line.endsWith("UDP_RELAY"));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.10})
    void shouldRepairLossByRetransmission(double loss) {
        String scope = "loss-" + Math.round(loss * 100);
        try (TestClient ann = node.join(scope, "ann").publishing();
                TestClient bob = node.join(scope, "bob").publishing();
                TestClient tom = node.join(scope, "tom").publishing()) {
            tom.awaitFrames("ann", "cam", 25, SOON);
            ann.awaitFrames("tom", "cam", 25, SOON);
            tom.network.setIncomingLoss(loss).setOutgoingLoss(loss);
            long firstDown = tom.sink("ann", "cam").totals().lastNumber();
            long missingDown = tom.sink("ann", "cam").totals().missing();
            long missingUp = ann.sink("tom", "cam").totals().missing();

            tom.awaitFrames("ann", "cam", 250, Duration.ofSeconds(40));
            ann.awaitFrames("tom", "cam", 250, Duration.ofSeconds(40));

            long sent = tom.sink("ann", "cam").totals().lastNumber() - firstDown;
            assertThat(tom.sink("ann", "cam").totals().missing() - missingDown)
                    .as("video frames lost downwards of %d", sent)
                    .isLessThan(sent / 20);
            assertThat(ann.sink("tom", "cam").totals().missing() - missingUp)
                    .as("video frames lost upwards")
                    .isLessThan(sent / 20);
            // bob has a clean network: what tom loses must not be bob's loss
            assertThat(bob.sink("ann", "cam").totals().missing()).isZero();
        }
    }

    @Test
    void shouldSendLessWhenMuchIsLostAndMoreAgainAfterwards() {
        try (TestClient ann = node.join("adapt", "ann").publishing();
                TestClient bob = node.join("adapt", "bob").publishing();
                TestClient tom = node.join("adapt", "tom").publishing()) {
            bob.awaitFrames("ann", "cam", 25, SOON);
            ann.until("the target is whole", SOON, () -> ann.videoTargetBps() >= 600_000);

            ann.network.setOutgoingLoss(0.2);
            ann.until("the target is low", SOON, () -> ann.videoTargetBps() < 300_000);
            ann.network.setOutgoingLoss(0);
            ann.until("the target is whole again", Duration.ofSeconds(30), () -> ann.videoTargetBps() >= 600_000);
            tom.awaitFrames("ann", "cam", 50, SOON);
        }
    }

    private static TestClient blockedClient(String scope, String user) {
        NetworkConditions blocked = new NetworkConditions().setUdpBlocked(true);
        return new TestClient(user, node.descriptor(scope, user), blocked).joined();
    }
}
