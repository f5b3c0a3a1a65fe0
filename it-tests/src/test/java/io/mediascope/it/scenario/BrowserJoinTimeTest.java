package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.mediascope.it.support.BrowserClient;
import io.mediascope.it.support.Browsers;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.file.Clips;
import io.mediascope.sdk.file.IvfSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a person in a browser waits for the picture of somebody who is there: prints p50 and p99. */
@Tag("slow")
class BrowserJoinTimeTest {
    private static final int JOINS = 40;
    private static final double PATIENCE_MS = 10_000;

    /** From the click on Join until a decoded frame of Tom is there. */
    private static final String JOIN_AND_WATCH =
            """
            () => new Promise(resolve => {
              const began = performance.now();
              [...document.querySelectorAll('button')].find(b => b.textContent.trim() === 'Join').click();
              const look = () => {
                const video = document.querySelector('[data-user="Tom"][data-kind=person] video');
                if (video && video.getVideoPlaybackQuality().totalVideoFrames > 0) resolve(performance.now() - began);
                else setTimeout(look, 2);
              };
              look();
            })""";

    @TempDir
    Path folder;

    @Test
    void shouldShowAPictureSoonAfterJoining() {
        List<Double> times = new ArrayList<>();
        try (TestNode node = TestNode.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            String url = node.serveHttp();
            ScopeConnection tom =
                    Mediascope.connect(node.descriptor("lobby", "Tom").build(), new ScopeListener() {});
            TestClient.join(tom.publish(TrackSpec.video("camera"), new IvfSource(Clips.video())));
            Page page = browsers.page();
            BrowserClient ann = new BrowserClient(page, "Ann");
            for (int i = 0; i < JOINS; i++) {
                page.navigate("about:blank");
                page.navigate(url + "/#scope=lobby&name=Ann" + i);
                ann.awaitReady();
                times.add(((Number) page.evaluate(JOIN_AND_WATCH)).doubleValue());
            }
            TestClient.join(tom.disconnect());
        }
        times.sort(null);
        double p50 = times.get(JOINS / 2);
        double p99 = times.get(JOINS - 1);
        System.out.printf(
                "browser, click to first decoded frame, %d joins: p50 %.0f ms, p99 %.0f ms%n", JOINS, p50, p99);
        assertThat(p99).isLessThan(PATIENCE_MS);
    }
}
