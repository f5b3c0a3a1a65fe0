package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.mediascope.it.support.BrowserClient;
import io.mediascope.it.support.Browsers;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.file.Clips;
import io.mediascope.sdk.file.IvfSource;
import io.mediascope.sdk.file.OggOpusSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People in real browsers on the node's own page. */
@Tag("real")
@Timeout(180)
class BrowserScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private TestNode node;
    private Browsers browsers;
    private String url;

    @BeforeEach
    void start() {
        start(Map.of());
        browsers = new Browsers();
    }

    private void start(Map<String, String> settings) {
        node = TestNode.start(folder.resolve("data"), settings);
        url = node.serveHttp();
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

    private BrowserClient join(String name) {
        return new BrowserClient(browsers.page(), name).join(url, "lobby");
    }

    @Test
    void shouldLetTwoBrowsersMeetAndOneLeave() {
        BrowserClient ann = join("Ann");
        BrowserClient bob = join("Bob");
        ann.awaitVideo(50, SOON, "Bob").awaitAudio(SOON, "Bob");
        bob.awaitVideo(50, SOON, "Ann").awaitAudio(SOON, "Ann");
        assertThat(List.of(ann.transport("publisher"), ann.transport("subscriber")))
                .containsOnly("udp");

        bob.press("Leave the call");
        bob.until("Bob is told that he left", SOON, () -> bob.shows(".end-page"));
        ann.until("Bob is gone", SOON, () -> !ann.shows("[data-user=Bob]"));
        assertThat(History.of(node.events("lobby"), "ParticipantLeft"))
                .singleElement()
                .satisfies(left -> assertThat(left.fields()).containsEntry("userId", "Bob"));
        assertThat(History.of(node.events("lobby"), "TopologyChanged")).isEmpty();
    }

    @Test
    void shouldLetThreeBrowsersMeet() {
        BrowserClient ann = join("Ann");
        ann.screenshot("alone");
        BrowserClient bob = join("Bob");
        ann.awaitVideo(20, SOON, "Bob").awaitAudio(SOON, "Bob");
        bob.awaitVideo(20, SOON, "Ann").awaitAudio(SOON, "Ann");
        BrowserClient eve = join("Eve");
        eve.awaitVideo(20, SOON, "Ann", "Bob").awaitAudio(SOON, "Ann", "Bob");
        ann.awaitVideo(20, SOON, "Bob", "Eve").awaitAudio(SOON, "Eve");
        bob.awaitVideo(20, SOON, "Ann", "Eve").awaitAudio(SOON, "Eve");
        assertThat(ann.transport("publisher")).isEqualTo("udp");
        ann.press("Statistics");
        ann.until(
                "the table is filled",
                SOON,
                () -> ann.page.locator(".statistics tbody tr").count() == 6);
        ann.screenshot("three-statistics");
        ann.press("People");
        ann.screenshot("three-people");

        bob.press("Leave the call");
        ann.until("Bob is gone", SOON, () -> !ann.shows("[data-user=Bob]"));
        ann.awaitVideo(20, SOON, "Eve");
        bob.screenshot("left");
    }

    @Test
    void shouldTalkMuteShareAndComeBack() {
        BrowserClient ann = join("Ann");
        BrowserClient bob = join("Bob");
        ann.awaitVideo(10, SOON, "Bob");
        bob.awaitVideo(10, SOON, "Ann");

        ann.press("Chat");
        ann.page
                .getByLabel("Message", new Page.GetByLabelOptions().setExact(true))
                .fill("Hello <b>Bob</b>");
        ann.page.keyboard().press("Enter");
        bob.press("Chat");
        bob.until("the message is there", SOON, () -> bob.page.locator(".message").allInnerTexts().stream()
                .anyMatch(t -> t.contains("Hello <b>Bob</b>")));
        bob.screenshot("chat");

        ann.press("Turn microphone off");
        bob.until("Ann's mute shows", SOON, () -> bob.shows("[data-user=Ann][data-muted=true]"));
        ann.press("Turn camera off");
        bob.until("Ann's picture is away", SOON, () -> bob.shown("Ann", "person") < 0);
        bob.screenshot("muted");
        ann.press("Turn microphone on");
        ann.press("Turn camera on");
        bob.awaitVideo(10, SOON, "Ann").awaitAudio(SOON, "Ann");

        ann.press("Share screen");
        bob.awaitTile("Ann", "screen", 3, SOON);
        bob.screenshot("screen");
        ann.press("Stop sharing");
        bob.until("the screen is away", SOON, () -> !bob.shows("[data-kind=screen]"));
        ann.press("Share screen");
        bob.awaitTile("Ann", "screen", 3, SOON);
        bob.awaitVideo(10, SOON, "Ann");

        ann.page.reload();
        ann.enter();
        ann.awaitVideo(10, SOON, "Bob").awaitAudio(SOON, "Bob");
        bob.awaitVideo(10, SOON, "Ann").awaitAudio(SOON, "Ann");
    }

    @Test
    void shouldMeetANativeClient() {
        Map<String, AtomicLong> frames = new ConcurrentHashMap<>();
        ScopeListener listener = new ScopeListener() {
            @Override
            public void trackPublished(RemoteTrack track) {
                track.attach(frame -> frames.computeIfAbsent(track.trackId(), id -> new AtomicLong())
                        .incrementAndGet());
            }
        };
        ScopeConnection tom = Mediascope.connect(node.descriptor("lobby", "Tom").build(), listener);
        try {
            TestClient.join(tom.publish(TrackSpec.video("camera"), new IvfSource(Clips.video())));
            TestClient.join(tom.publish(TrackSpec.audio("microphone"), new OggOpusSource(Clips.audio())));
            BrowserClient ann = join("Ann");
            ann.awaitVideo(20, SOON, "Tom").awaitAudio(SOON, "Tom");
            ann.screenshot("native");
            for (String track : new String[] {"microphone", "camera"}) {
                ann.until(
                        "Tom receives Ann's " + track,
                        SOON,
                        () -> frames.getOrDefault(track, new AtomicLong()).get() > 50);
            }
        } finally {
            TestClient.join(tom.disconnect());
        }
    }

    @Test
    void shouldComeBackAfterTheNodeRestarted() {
        String port = url.substring(url.lastIndexOf(':') + 1);
        BrowserClient ann = join("Ann");
        BrowserClient bob = join("Bob");
        ann.awaitVideo(10, SOON, "Bob");
        node.close();
        ann.until("the page says so", SOON, () -> ann.shows(".banner"));
        ann.screenshot("reconnecting");
        start(Map.of("mediascope.http.port", port));
        ann.until("the page is back", Duration.ofSeconds(30), () -> !ann.shows(".banner"));
        ann.awaitVideo(10, Duration.ofSeconds(30), "Bob").awaitAudio(SOON, "Bob");
        bob.awaitVideo(10, Duration.ofSeconds(30), "Ann").awaitAudio(SOON, "Ann");
    }

    @Test
    void shouldExplainWhatWentWrong() {
        join("Ann");
        BrowserClient second = new BrowserClient(browsers.page(), "Ann");
        second.page.navigate(url + "/#scope=lobby&name=Ann");
        second.press("Turn camera off");
        second.press("Join");
        second.until("the page says why", SOON, () -> second.shows(".join-form .error"));
        assertThat(second.page.locator(".join-form .error").innerText()).contains("Choose another name");
        second.screenshot("join-refused");

        second.page.navigate("https://127.0.0.1:" + node.node.linkPort() + "/?1#token=" + node.token("lobby", "Tom"));
        second.page.reload();
        second.enter();
        second.awaitVideo(10, SOON, "Ann");
    }
}
