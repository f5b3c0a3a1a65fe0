package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.ClientProcess;
import io.mediascope.it.support.NatLab;
import io.mediascope.it.support.NatLab.Nat;
import io.mediascope.it.support.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients in homes behind routers, each in a network namespace of its own. */
@Tag("real")
class NatScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private static NatLab lab;
    private static NodeProcess node;
    private static List<String> coneA;
    private static List<String> coneB;
    private static List<String> symmetricC;
    private static List<String> symmetricD;

    @BeforeAll
    static void start() throws IOException {
        lab = NatLab.create();
        coneA = lab.home(1, Nat.CONE);
        coneB = lab.home(2, Nat.CONE);
        symmetricC = lab.home(3, Nat.SYMMETRIC);
        symmetricD = lab.home(4, Nat.SYMMETRIC);
        node = NodeProcess.start(
                lab.node(),
                data,
                "mediascope.link.bind-host=" + NatLab.NODE_ADDRESS,
                "mediascope.link.advertised-host=" + NatLab.NODE_ADDRESS,
                "mediascope.udp.bind-addresses=[\"" + NatLab.NODE_ADDRESS + "\"]");
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        lab.close();
    }

    @Test
    void shouldPunchThroughTwoRouters() throws IOException {
        try (ClientProcess ann = join(coneA, "cone", "ann");
                ClientProcess bob = join(coneB, "cone", "bob")) {
            ann.awaitFrames("bob", "cam", 25, SOON);
            ann.awaitLog("topology PEER_TO_PEER", SOON);
            bob.awaitLog("topology PEER_TO_PEER", SOON);
            ann.gapMs("bob", "cam");
            ann.awaitFrames("bob", "cam", 50, SOON);
            bob.awaitFrames("ann", "mic", 100, SOON);
            assertThat(ann.gapMs("bob", "cam")).isLessThan(500);
        }
    }

    @Test
    void shouldStayOnTheRelayBehindSymmetricRouters() throws IOException {
        try (ClientProcess ann = join(symmetricC, "symmetric", "ann");
                ClientProcess bob = join(symmetricD, "symmetric", "bob")) {
            ann.awaitFrames("bob", "cam", 25, SOON);
            ann.gapMs("bob", "cam");
            // 5 s until they are introduced, 5 s until the attempt ends, and some more
            ann.awaitFrames("bob", "cam", 13 * 25, Duration.ofSeconds(30));
            bob.awaitFrames("ann", "mic", 25, SOON);
            assertThat(ann.log()).noneMatch(line -> line.startsWith("topology PEER_TO_PEER"));
            assertThat(ann.gapMs("bob", "cam"))
                    .as("gap while a direct path was tried")
                    .isLessThan(500);
        }
    }

    @Test
    void shouldFallBackWhenTheRouterBlocksUdpAndReturn() throws IOException {
        try (ClientProcess ann = join(coneA, "firewall", "ann");
                ClientProcess bob = join(coneB, "firewall", "bob");
                ClientProcess eve = join(symmetricC, "firewall", "eve")) {
            ann.awaitFrames("bob", "cam", 50, SOON);
            eve.awaitFrames("ann", "cam", 50, SOON);
            ann.gapMs("bob", "mic");

            lab.blockUdp(1, true);
            try {
                ann.awaitLog("transport ann VIDEO TCP", SOON);
                ann.awaitLog("transport ann AUDIO TCP", SOON);
                ann.awaitFrames("bob", "mic", 100, SOON);
                bob.awaitFrames("ann", "cam", 25, SOON);
                assertThat(ann.gapMs("bob", "mic")).as("gap when UDP was cut").isLessThan(3000);
            } finally {
                lab.blockUdp(1, false);
            }
            int before = ann.log().size();
            org.awaitility.Awaitility.await().atMost(SOON).until(() -> ann.log().stream()
                    .skip(Math.max(0, before - 2))
                    .anyMatch(line -> line.equals("transport ann VIDEO UDP_RELAY")));
            ann.awaitFrames("bob", "cam", 50, SOON);
        }
    }

    @Test
    @Tag("slow")
    void shouldFollowTheUplinkDownAndUpAndKeepTheSound() throws IOException {
        try (ClientProcess ann = join(coneA, "narrow", "ann");
                ClientProcess bob = join(coneB, "narrow", "bob");
                ClientProcess eve = join(symmetricC, "narrow", "eve")) {
            bob.awaitFrames("ann", "cam", 50, SOON);
            ann.awaitVideoTarget("that is whole", bps -> bps >= 600_000, SOON);

            lab.limitUplink(1, 300);
            try {
                ann.awaitVideoTarget("under the limit", bps -> bps > 0 && bps < 260_000, SOON);
                bob.awaitFrames("ann", "mic", 100, SOON);
                bob.gapMs("ann", "mic");
                bob.awaitFrames("ann", "mic", 400, SOON);
                assertThat(bob.gapMs("ann", "mic")).as("gap of the sound").isLessThan(500);
                bob.awaitFrames("ann", "cam", 25, SOON);
                assertThat(ann.videoTargetBps()).isBetween(30_000L, 300_000L);
            } finally {
                lab.freeUplink(1);
            }
            ann.awaitVideoTarget("that is whole again", bps -> bps >= 600_000, Duration.ofSeconds(60));
            eve.awaitFrames("ann", "cam", 50, SOON);
        }
    }

    private static ClientProcess join(List<String> home, String scope, String user) throws IOException {
        return ClientProcess.start(home, NatLab.NODE_ADDRESS + ":" + node.linkPort, node, scope, user);
    }
}
