package io.mediascope.it.scenario;

import com.microsoft.playwright.Page;
import io.mediascope.it.support.BrowserClient;
import io.mediascope.it.support.Firefox;
import io.mediascope.it.support.History;
import io.mediascope.it.support.PageLab;
import io.mediascope.it.support.Vp8Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** People in Firefox, in Chromium and in a native client meet on a node that listens on loopback alone, as `up` starts it. */
@Tag("slow")
@Timeout(300)
class FirefoxTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @RegisterExtension
    final PageLab lab = new PageLab(Map.of("mediascope.udp.own-machine", "on"));

    @Test
    void shouldMeetChromiumAndANativeClient() throws IOException {
        try (Vp8Watcher tom = new Vp8Watcher(lab.node().descriptor("lobby", "Tom")).publishing();
                Firefox ann = new Firefox(folder, "Ann")) {
            ann.join(lab.url(), "lobby").awaitVideo(50, "Tom").awaitAudio("Tom");
            tom.awaitFrames(50, SOON);
            ann.until("Tom hears Ann", () -> tom.audioFrames() > 50);

            BrowserClient bob = lab.join("Bob");
            ann.awaitVideo(50, "Bob", "Tom").awaitAudio("Bob", "Tom");
            bob.awaitVideo(50, SOON, "Ann", "Tom").awaitAudio(SOON, "Ann", "Tom");
            ann.screenshot("firefox-three");
            shouldMute(ann, bob);
            shouldTalk(ann, bob);
            shouldLeave(ann, bob);
        }
    }

    private static void shouldMute(Firefox ann, BrowserClient bob) {
        ann.press("Turn microphone off");
        bob.until("Ann's mute shows", SOON, () -> bob.shows("[data-user=Ann][data-muted=true]"));
        ann.press("Turn camera off");
        bob.until("Ann's picture is away", SOON, () -> bob.shown("Ann", "person") < 0);
        ann.press("Turn microphone on");
        ann.press("Turn camera on");
        bob.awaitVideo(20, SOON, "Ann").awaitAudio(SOON, "Ann");

        bob.press("Turn microphone off");
        ann.until("Bob's mute shows", () -> ann.shows("[data-user=Bob][data-muted=true]"));
        bob.press("Turn camera off");
        ann.until("Bob's picture is away", () -> !ann.shown("Bob"));
        bob.press("Turn microphone on");
        bob.press("Turn camera on");
        ann.awaitVideo(20, "Bob").awaitAudio("Bob");
    }

    private static void shouldTalk(Firefox ann, BrowserClient bob) {
        ann.press("Chat");
        ann.say("Hello Bob");
        bob.press("Chat");
        bob.until("the message is there", SOON, () -> bob.page.locator(".message").allInnerTexts().stream()
                .anyMatch(text -> text.contains("Hello Bob")));
        bob.page
                .getByLabel("Message", new Page.GetByLabelOptions().setExact(true))
                .fill("Hello Ann");
        bob.page.keyboard().press("Enter");
        ann.until("the answer is there", () -> ann.reads("Hello Ann"));
        ann.screenshot("firefox-chat");
    }

    private void shouldLeave(Firefox ann, BrowserClient bob) {
        bob.press("Leave the call");
        ann.until("Bob is gone", () -> !ann.shows("[data-user=Bob]"));
        ann.awaitVideo(20, "Tom");
        ann.press("Leave the call");
        ann.until("Ann is told that she left", () -> ann.shows(".end-page"));
        ann.until("both are gone", () -> History.of(lab.node().events("lobby"), "ParticipantLeft").stream()
                .map(left -> left.fields().get("userId"))
                .toList()
                .equals(List.of("Bob", "Ann")));
    }
}
