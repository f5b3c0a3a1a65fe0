package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.BrowserClient;
import io.mediascope.it.support.PageLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JavaScript SDK as an application uses it: called from the console of a page that is in a call. */
@Tag("real")
@Timeout(90)
class ClientLibraryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SQUARE =
            "(() => { const c = document.createElement('canvas'); c.width = c.height = 640;"
                    + " const g = c.getContext('2d'); setInterval(() => { g.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;"
                    + " g.fillRect(0, 0, 640, 640); }, 50); return c.captureStream(20).getVideoTracks()[0]; })()";

    @RegisterExtension
    final PageLab lab = new PageLab();

    private BrowserClient ann;
    private BrowserClient bob;

    @BeforeEach
    void meet() {
        ann = lab.join("Ann");
        bob = lab.join("Bob");
        bob.awaitVideo(10, SOON, "Ann");
    }

    @Test
    void shouldKeepTheLimitsOfATrack() {
        run(
                ann,
                "mediascope.publish((await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } })).getVideoTracks()[0],"
                        + " { trackId: 'small', maxWidth: 320, maxHeight: 320, maxFrameRate: 5, maxBitrateBps: 100_000 })");
        bob.until("the small picture arrives", SOON, () -> received("small").equals("320 180"));
        bob.until("its rate is limited", SOON, () -> within("frameRate", 2, 6) && within("bitrateBps", 1, 130_000));

        run(ann, "mediascope.replaceMedia(mediascope.localTracks.get('small'), " + SQUARE + ")");
        bob.until("other media keep the limits", SOON, () -> received("small").equals("320 320"));
        run(ann, "mediascope.unpublish(mediascope.localTracks.get('small'))");
        bob.until("it is gone", SOON, () -> value(bob, "mediascope.participants.get('Ann').tracks.has('small')")
                .equals("false"));
    }

    /** What arrives of one of Ann's tracks: width and height. */
    private String received(String trackId) {
        return value(
                bob,
                "(await mediascope.statistics()).filter(t => t.direction === 'received' && t.trackId === '" + trackId
                        + "').map(t => `${t.width} ${t.height}`).join()");
    }

    private boolean within(String field, int from, int to) {
        double figure = Double.parseDouble(value(
                bob,
                "(await mediascope.statistics()).find(t => t.userId === 'Ann' && t.trackId === 'small')." + field));
        return figure >= from && figure <= to;
    }

    @Test
    void shouldReceiveWhatIsSubscribedTo() {
        String track = "{ userId: 'Ann', trackId: 'camera' }";
        String media = "mediascope.participants.get('Ann').tracks.get('camera').mediaStreamTrack !== null";
        run(bob, "mediascope.unsubscribe(" + track + ")");
        bob.until("nothing arrives", SOON, () -> value(bob, media).equals("false"));
        assertThat(value(bob, "mediascope.isSubscribed(" + track + ")")).isEqualTo("false");
        bob.awaitAudio(SOON, "Ann");
        run(bob, "mediascope.subscribe(" + track + ")");
        bob.awaitVideo(10, SOON, "Ann");
    }

    @Test
    void shouldTellProgramsAndPeopleWhatFailed() {
        for (List<String> wrong : List.of(
                List.of(
                        "mediascope.publish(" + SQUARE + ", { maxWidth: -1 })",
                        "BAD_ARGUMENT  maxWidth is -1, but must be 1 or more."),
                List.of(
                        "mediascope.publish(" + SQUARE + ", { trackId: 'camera' })",
                        "BAD_ARGUMENT  A track with the id camera is published already."),
                List.of(
                        "(() => { const ended = " + SQUARE + "; ended.stop(); return mediascope.publish(ended); })()",
                        "BAD_ARGUMENT  The media has ended already; capture it anew."),
                List.of(
                        "mediascope.replaceMedia(mediascope.localTracks.get('microphone'), " + SQUARE + ")",
                        "BAD_ARGUMENT  The track microphone cannot change from audio to video."),
                List.of(
                        "mediascope.sendMessage('x'.repeat(100_000))",
                        "REFUSED MESSAGE_TOO_LARGE A message has 100000 bytes"),
                List.of("mediascope.sendMessage('x'.repeat(1_000_000))", "REFUSED MESSAGE_TOO_LARGE "),
                List.of("mediascope.sendMessage('x', { toUser: 'Nobody' })", "REFUSED UNKNOWN_USER "))) {
            assertThat(failure(ann, wrong.get(0))).as(wrong.get(0)).startsWith(wrong.get(1));
        }
        bob.awaitVideo(10, SOON, "Ann");
        assertThat(failure(ann, "(() => { const call = mediascope; call.leave(); return call.sendMessage('x'); })()"))
                .isEqualTo("CLOSED  The call is over.");
    }

    /** Code, reason and message of what it throws. */
    private static String failure(BrowserClient person, String call) {
        return value(
                person,
                "await (async () => " + call + ")().then(() => 'nothing', e => `${e.code} ${e.reason} ${e.message}`)");
    }

    private static void run(BrowserClient person, String call) {
        person.page.evaluate("async () => { await " + call + "; }");
    }

    private static String value(BrowserClient person, String expression) {
        return String.valueOf(person.page.evaluate("async () => " + expression));
    }
}
