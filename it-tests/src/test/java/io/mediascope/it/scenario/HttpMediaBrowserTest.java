package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.mediascope.it.support.Browsers;
import io.mediascope.it.support.HttpMediaPage;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.it.support.Vp8Watcher;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.file.Clips;
import io.mediascope.sdk.file.IvfSource;
import io.mediascope.sdk.file.OggOpusSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WHIP and WHEP as a page without any SDK uses them, in a real Chromium. */
@Tag("real")
@Timeout(120)
class HttpMediaBrowserTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private TestNode node;
    private String http;
    private Browsers browsers;

    @BeforeEach
    void start() {
        node = TestNode.start(data);
        http = node.serveHttp();
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
    }

    @Test
    void shouldPlayAWhipPageInAWhepPage() {
        HttpMediaPage ann = page("pages", "ann").whip();
        HttpMediaPage bob = page("pages", "bob").whep("?participant=ann");
        bob.awaitFrames(50, SOON).awaitSound(SOON);
        assertThat(ann.protocol()).isEqualTo("udp");
        assertThat(bob.protocol()).isEqualTo("udp");
        assertThat(ann.delete()).isEqualTo(200);
        assertThat(bob.delete()).isEqualTo(200);
    }

    @Test
    void shouldGoOnOverRestartsOfIceByPatch() {
        HttpMediaPage ann = page("restart", "ann").whip();
        HttpMediaPage bob = page("restart", "bob").whep("?participant=ann");
        bob.awaitFrames(50, SOON);
        for (HttpMediaPage page : List.of(ann, bob)) {
            String before = page.credentials();
            double freezes = bob.freezes();
            assertThat(page.restartIce()).isEqualTo(200);
            page.until("checks go by new credentials", SOON, () -> !page.credentials()
                    .equals(before));
            bob.awaitFrames(100, SOON).awaitSound(SOON);
            assertThat(bob.freezes() - freezes).as("freezes over the restart").isLessThanOrEqualTo(1);
        }
        assertThat(ann.delete()).isEqualTo(200);
    }

    @Test
    void shouldBringAWhipPageToANativeClient() {
        try (Vp8Watcher bob = new Vp8Watcher(node.descriptor("native", "bob"))) {
            page("native", "ann").whip();
            bob.awaitFrames(50, SOON);
            assertThat(bob.audioFrames()).isPositive();
            assertThat(bob.firstPicture()).as("begins with a key frame").isEqualTo("640x360");
        }
    }

    @Test
    void shouldPlayANativeClientInAWhepPage() {
        try (TestClient bob = node.join("native-whep", "bob")) {
            TestClient.join(bob.connection.publish(TrackSpec.audio("mic"), new OggOpusSource(Clips.audio())));
            TestClient.join(bob.connection.publish(TrackSpec.video("cam"), new IvfSource(Clips.video())));
            page("native-whep", "ann").whep("").awaitFrames(50, SOON).awaitSound(SOON);
        }
    }

    private HttpMediaPage page(String scope, String user) {
        Page page = browsers.page(Browsers.executable(), 640, 480, HttpMediaPage.PLAYS_AT_ONCE);
        page.navigate(http + "/health");
        return new HttpMediaPage(page, node.token(scope, user));
    }
}
