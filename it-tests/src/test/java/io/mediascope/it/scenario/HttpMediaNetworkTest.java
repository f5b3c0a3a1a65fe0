package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.BrowserLab;
import io.mediascope.it.support.HttpMediaPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

    private BrowserLab lab;

    @BeforeEach
    void start() throws IOException {
        lab = BrowserLab.start(data, 2);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void shouldCarryMediaOverTcpWhereUdpIsBlocked() throws IOException {
        lab.network.blockUdp(1, true);
        HttpMediaPage ann = lab.page(1, "blocked", "ann").whip();
        HttpMediaPage bob = lab.page(2, "blocked", "bob").whep("?participant=ann");
        bob.awaitFrames(50, SOON).awaitSound(SOON);
        assertThat(ann.protocol()).isEqualTo("tcp");
        assertThat(bob.protocol()).isEqualTo("udp");
    }

    @Test
    @Tag("slow")
    void shouldKeepVideoMovingOverLoss() throws IOException {
        lab.page(1, "loss", "ann").whip();
        HttpMediaPage bob = lab.page(2, "loss", "bob").whep("?participant=ann");
        bob.awaitFrames(50, SOON);
        double undisturbed = bob.freezes();
        bob.awaitFrames(200, SOON);
        undisturbed = bob.freezes() - undisturbed;

        lab.network.loseUdp(2, LOSS, true);
        double before = bob.freezes();
        bob.awaitFrames(200, Duration.ofSeconds(30)).awaitSound(SOON);
        assertThat(bob.figure("inbound-rtp", "video", "retransmittedPacketsReceived"))
                .as("packets that were sent again")
                .isPositive();
        assertThat(bob.freezes() - before)
                .as("freezes beyond those without loss")
                .isLessThanOrEqualTo(undisturbed + 2);
    }
}
