package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.load.NumberedSource;
import io.mediascope.sdk.TrackSpec;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever joins after a sequence number has rolled over can still authenticate what it gets. */
@Tag("real")
class LateJoinerTest {
    private static final int PACKETS = 70_000;

    @TempDir
    Path data;

    @Test
    void shouldHearAPublisherThatHasSentSeventyThousandPackets() {
        try (TestNode node = TestNode.start(data);
                TestClient ann = node.join("late", "ann");
                TestClient bob = node.join("late", "bob").publishAudio()) {
            NumberedSource fast = NumberedSource.audio(60, 5_000);
            TestClient.join(ann.connection.publish(TrackSpec.audio("mic"), fast));
            bob.until("70,000 packets are sent", Duration.ofSeconds(60), () -> fast.sent() > PACKETS);

            try (TestClient eve = node.join("late", "eve")) {
                eve.awaitFrames("ann", "mic", 5_000, Duration.ofSeconds(20));
                bob.awaitFrames("ann", "mic", 1_000, Duration.ofSeconds(20));
                assertThat(eve.sink("ann", "mic").totals().firstNumber()).isGreaterThan(65_536);
                assertThat(bob.sink("ann", "mic").totals().lastNumber()).isGreaterThan(PACKETS);
                assertThat(bob.sink("ann", "mic").totals().missing())
                        .as("lost on the way")
                        .isLessThan(PACKETS / 1000);
            }
        }
    }
}
