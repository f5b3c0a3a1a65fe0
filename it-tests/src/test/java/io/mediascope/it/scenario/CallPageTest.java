package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.mediascope.it.support.BrowserClient;
import io.mediascope.it.support.PageLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one person sees of the call page: devices, the network test, keys, and what it says when something is missing. */
@Tag("real")
@Timeout(90)
class CallPageTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** The second fake camera has a depth picture, which browsers show but do not send. */
    private static final String MORE_CAMERAS = "--use-fake-device-for-media-stream=device-count=4";

    private static final String NO_CAMERA = "--use-fake-device-for-media-stream=device-count=0";
    private static final String NO_PERMISSION = "--use-fake-ui-for-media-stream=deny";

    @RegisterExtension
    final PageLab lab = new PageLab();

    @Test
    void shouldSwitchCameraAndMicrophoneDuringACall() {
        BrowserClient ann = lab.join("Ann", MORE_CAMERAS);
        BrowserClient bob = lab.join("Bob");
        bob.awaitVideo(10, SOON, "Ann").awaitAudio(SOON, "Ann");
        ann.press("Devices");
        choose(ann, "camera");
        choose(ann, "microphone");
        ann.press("Close devices");
        bob.awaitVideo(10, SOON, "Ann").awaitAudio(SOON, "Ann");

        String camera = chosen(ann, "camera");
        ann.page.reload();
        ann.enter();
        ann.until("the choice is kept", SOON, () -> camera.equals(sent(ann, "camera")));
    }

    @Test
    void shouldPlayEveryoneThroughTheChosenLoudspeaker() {
        lab.join("Bob");
        BrowserClient ann = lab.join("Ann");
        ann.awaitAudio(SOON, "Bob");
        ann.press("Devices");
        Locator list = ann.page.locator("#speaker-choice");
        ann.until("loudspeakers are listed", SOON, () -> list.locator("option").count() > 1);
        String last = list.locator("option").last().getAttribute("value");
        list.selectOption(last);
        ann.until("Bob is heard there", SOON, () -> playedThrough(ann).equals(List.of(last)));
        lab.join("Tom");
        ann.until("so is who comes later", SOON, () -> playedThrough(ann).equals(List.of(last, last)));

        ann.page.reload();
        ann.enter();
        ann.until("the choice is kept", SOON, () -> playedThrough(ann).equals(List.of(last, last)));
        assertThat(chosen(ann, "speaker")).isEqualTo(last);
    }

    private static Object playedThrough(BrowserClient person) {
        return person.page.evaluate("() => [...document.querySelectorAll('.tile audio')].map(a => a.sinkId)");
    }

    /** Takes the last of the devices that are listed, which is not the one in use. */
    private static void choose(BrowserClient person, String device) {
        Locator list = person.page.locator("#" + device + "-choice");
        person.until("two of kind " + device, SOON, () -> list.locator("option").count() > 1);
        String last = list.locator("option").last().getAttribute("value");
        assertThat(sent(person, device)).isNotEqualTo(last);
        list.selectOption(last);
        person.until(
                "the other " + device + " is sent",
                SOON,
                () -> last.equals(sent(person, device)) && last.equals(chosen(person, device)));
    }

    /** The device whose media a track sends now. */
    private static String sent(BrowserClient person, String device) {
        return String.valueOf(person.page.evaluate(
                "id => mediascope.localTracks.get(id)?.mediaStreamTrack.getSettings().deviceId", device));
    }

    private static String chosen(BrowserClient person, String device) {
        return String.valueOf(person.page.evaluate(
                "device => JSON.parse(localStorage.getItem('mediascope.devices'))[device]", device));
    }

    @Test
    void shouldGradeTheNetworkBeforeACall() {
        Page page = lab.person("Ann").page;
        page.navigate(lab.url());
        page.getByText("Test my network").click();
        Locator result = page.locator(".network-test [role=status]");
        result.filter(new Locator.FilterOptions().setHasText("kbit/s")).waitFor();
        assertThat(result.innerText())
                .matches("(Good|Fair|Poor): .+ \\(UDP, \\d+ ms, \\d+\\.\\d % loss, \\d+ kbit/s\\)");
    }

    @Test
    void shouldBeUsableByKeyboardAlone() {
        BrowserClient ann = lab.person("Ann");
        ann.page.navigate(lab.url());
        ann.until("the page asks for a scope", SOON, () -> focused(ann).equals("scope"));
        ann.page.keyboard().type("lobby");
        ann.page.keyboard().press("Tab");
        ann.page.keyboard().type("Ann");
        ann.page.keyboard().press("Enter");
        ann.until("the microphone is on", SOON, () -> ann.shows(".toolbar [aria-label^='Turn microphone off']"));

        ann.page.keyboard().press("m");
        ann.until("M turns it off", SOON, () -> ann.shows(".toolbar [aria-label^='Turn microphone on']"));
        ann.until("Tab reaches it", SOON, () -> {
            ann.page.keyboard().press("Tab");
            return focused(ann).startsWith("Turn microphone on");
        });
        ann.page.keyboard().press("Space");
        ann.until("Space turns it on", SOON, () -> focused(ann).startsWith("Turn microphone off"));

        ann.page.keyboard().press("c");
        ann.page.keyboard().type("m is no command here");
        ann.page.keyboard().press("Enter");
        ann.until("the message is there", SOON, () -> ann.shows(".message.own"));
        assertThat(ann.shows(".toolbar [aria-label^='Turn microphone off']")).isTrue();
        ann.page.keyboard().press("Escape");
        ann.until("Escape closes the chat", SOON, () -> !ann.shows(".panel"));
        assertThat(focused(ann)).startsWith("Chat");
    }

    /** The label, or else the id, of what has the focus. */
    private static String focused(BrowserClient person) {
        return String.valueOf(person.page.evaluate(
                "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id"));
    }

    @Test
    void shouldTakePartWithoutCameraOrPermission() {
        BrowserClient ann = lab.person("Ann", NO_PERMISSION);
        ann.page.navigate(lab.url() + "/#scope=lobby&name=Ann");
        ann.until("both are named", SOON, () -> problem(ann)
                .matches("(?s)Using the camera was not allowed\\. .*Using the microphone was not allowed\\. .*"));
        ann.press("Join");
        ann.until("Ann is in the call", SOON, () -> ann.shows("[data-user=Ann][data-muted=true]"));
        ann.press("Turn camera on");
        ann.until("the call says why not", SOON, () -> ann.shows(".toast"));
        assertThat(ann.page.locator(".toast").innerText()).startsWith("Using the camera was not allowed.");

        BrowserClient bob = lab.person("Bob", NO_CAMERA);
        bob.page.navigate(lab.url() + "/#scope=lobby&name=Bob");
        bob.until("no camera is found", SOON, () -> problem(bob).contains("No camera was found."));
        assertThat(problem(bob)).doesNotContain("microphone");
        assertThat(bob.page.locator("#camera-choice").isDisabled()).isTrue();
        bob.press("Join");
        ann.awaitAudio(SOON, "Bob");
    }

    /** Browsers hide camera and microphone on such a page. */
    @Test
    void shouldSayThatAPageThatWasNotLoadedSafelyHasNoCamera() {
        BrowserClient ann = lab.person("Ann", "--host-resolver-rules=MAP node.example 127.0.0.1");
        ann.page.navigate(lab.url().replace("127.0.0.1", "node.example") + "/#scope=lobby&name=Ann");
        ann.until("the page says why", SOON, () -> ann.shows(".preview .warning"));
        assertThat(ann.page.evaluate("() => isSecureContext || 'mediaDevices' in navigator"))
                .isEqualTo(false);
        assertThat(problem(ann))
                .containsOnlyOnce("Camera and microphone are available on pages loaded over HTTPS only.")
                .contains("Open this page with https://.");
        assertThat(ann.console).noneMatch(line -> line.startsWith("uncaught"));
    }

    private static String problem(BrowserClient person) {
        return person.page.locator(".preview .warning").innerText();
    }

    @Test
    void shouldSayWhatIsWrongWithAnInvitation() {
        Page page = lab.person("Tom").page;
        String secure = lab.secureUrl();
        page.navigate(secure);
        assertThat(page.locator(".join-form .warning").innerText()).contains("ends with #token=");
        page.navigate(secure + "?1#token=half-of.it");
        assertThat(page.locator(".join-form .warning").innerText()).contains("the whole link was copied");

        String forged = lab.node().token("lobby", "Tom").replaceFirst("[^.]{8}$", "AAAAAAAA");
        page.navigate(secure + "?2#token=" + forged);
        page.getByText("Join", new Page.GetByTextOptions().setExact(true)).click();
        page.locator(".join-form .error").waitFor();
        assertThat(page.locator(".join-form .error").innerText())
                .isEqualTo("This invitation was not made by an application of this server. Ask for a new one.");
    }

    @Test
    void shouldShowABannerWhileTheNodeIsAway() {
        BrowserClient ann = lab.join("Ann");
        ann.until("Ann's way is known", SOON, () -> ann.shows(".own-transport"));
        lab.stopNode();
        ann.until("the page says so", SOON, () -> ann.shows(".banner"));
        assertThat(ann.page.locator(".banner").innerText()).isEqualTo("The connection was lost. Reconnecting…");
        assertThat(ann.shows(".toast"))
                .as("what the banner says is not said twice")
                .isFalse();
        ann.press("Turn microphone off");
        lab.startNodeAgain();
        ann.until("the banner goes", Duration.ofSeconds(30), () -> !ann.shows(".banner"));
        BrowserClient bob = lab.join("Bob");
        bob.awaitVideo(10, SOON, "Ann");
        assertThat(bob.shows("[data-user=Ann][data-muted=true]"))
                .as("Ann's mute is known")
                .isTrue();
    }
}
