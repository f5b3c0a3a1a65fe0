package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.mediascope.it.support.Browsers;
import io.mediascope.it.support.HttpMediaPage;
import io.mediascope.it.support.NatLab;
import io.mediascope.it.support.NatLab.Nat;
import io.mediascope.it.support.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real Chromium in homes behind routers that block or lose UDP; WHIP and WHEP through the front door. */
@Tag("real")
@Timeout(120)
class HttpMediaNetworkTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final double LOSS = 0.07;

    @TempDir
    Path data;

    private NatLab lab;
    private NodeProcess node;
    private Browsers browsers;
    private List<String> annsHome;
    private List<String> bobsHome;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Browsers.available(), "no Chromium is installed");
        lab = NatLab.create();
        annsHome = lab.home(1, Nat.CONE);
        bobsHome = lab.home(2, Nat.CONE);
        node = NodeProcess.start(
                lab.node(),
                data.resolve("node"),
                "mediascope.link.bind-host=" + NatLab.NODE_ADDRESS,
                "mediascope.link.advertised-host=" + NatLab.NODE_ADDRESS,
                "mediascope.udp.bind-addresses=[\"" + NatLab.NODE_ADDRESS + "\"]");
        browsers = new Browsers();
    }

    @AfterEach
    void stop() {
        if (browsers != null) {
            browsers.close();
        }
        if (node != null) {
            node.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void shouldCarryMediaOverTcpWhereUdpIsBlocked() throws IOException {
        lab.blockUdp(1, true);
        HttpMediaPage ann = page(annsHome, "blocked", "ann").whip();
        HttpMediaPage bob = page(bobsHome, "blocked", "bob").whep("?participant=ann");
        bob.awaitFrames(50, SOON).awaitSound(SOON);
        assertThat(ann.protocol()).isEqualTo("tcp");
        assertThat(bob.protocol()).isEqualTo("udp");
    }

    @Test
    void shouldKeepVideoMovingOverLoss() throws IOException {
        page(annsHome, "loss", "ann").whip();
        HttpMediaPage bob = page(bobsHome, "loss", "bob").whep("?participant=ann");
        bob.awaitFrames(50, SOON);
        double undisturbed = bob.freezes();
        bob.awaitFrames(200, SOON);
        undisturbed = bob.freezes() - undisturbed;

        lab.loseUdp(2, LOSS, true);
        double before = bob.freezes();
        bob.awaitFrames(200, Duration.ofSeconds(30)).awaitSound(SOON);
        assertThat(bob.figure("inbound-rtp", "video", "retransmittedPacketsReceived"))
                .as("packets that were sent again")
                .isPositive();
        assertThat(bob.freezes() - before)
                .as("freezes beyond those without loss")
                .isLessThanOrEqualTo(undisturbed + 2);
    }

    private HttpMediaPage page(List<String> home, String scope, String user) throws IOException {
        Page page = browsers.page(inside(home, user), 640, 480, HttpMediaPage.PLAYS_AT_ONCE);
        page.navigate("https://" + NatLab.NODE_ADDRESS + ":" + node.linkPort + "/health");
        return new HttpMediaPage(page, node.token(scope, user));
    }

    /** A browser that starts in a home. */
    private Path inside(List<String> home, String user) throws IOException {
        Path script = Files.writeString(
                data.resolve("chromium-" + user),
                "#!/bin/sh\nexec " + String.join(" ", home) + " " + Browsers.executable() + " \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
