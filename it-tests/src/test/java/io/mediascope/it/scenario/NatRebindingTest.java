package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.it.support.UdpTap;
import io.mediascope.load.NumberedSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A NAT gives the clients of a running call other ports. Who only publishes expects nothing from the relay and would notice with its
 * next Binding, up to 2 s later: the relay asks for one.
 */
@Tag("real")
class NatRebindingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, String> SETTINGS =
            Map.of("mediascope.udp.loops", "1", "mediascope.udp.advertised-addresses", "[\"" + UdpTap.ADDRESS + "\"]");

    @TempDir
    Path data;

    @Test
    void shouldGoOnWithinASecond() throws Exception {
        try (TestNode node = TestNode.start(data, SETTINGS);
                UdpTap tap = UdpTap.before(node.node.udpPorts());
                TestClient ann = node.joinRelayed("nat", "ann").publishing();
                TestClient bob = node.joinRelayed("nat", "bob")) {
            NumberedSink heard = bob.sink("ann", "mic");
            NumberedSink seen = bob.sink("ann", "cam");
            bob.awaitFrames("ann", "mic", 50, SOON).awaitFrames("ann", "cam", 25, SOON);
            for (int i = 0; i < 4; i++) {
                heard.resetGap();
                seen.resetGap();
                tap.rebind();
                bob.awaitFrames("ann", "mic", 70, SOON).awaitFrames("ann", "cam", 25, SOON);
                assertThat(heard.longestGapMs()).as("gap in audio").isLessThan(1000);
                assertThat(seen.longestGapMs()).as("gap in video").isLessThan(1000);
            }
            assertThat(ann.seen("transport")).noneMatch(line -> line.endsWith("TCP"));
        }
    }
}
