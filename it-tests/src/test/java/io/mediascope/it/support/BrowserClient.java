package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person in a browser: uses the call page as a person does, and looks at what the page shows. Used by one thread. */
public final class BrowserClient {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    public final Page page;
    public final String name;
    /** What the page wrote to its console. */
    public final List<String> console = new CopyOnWriteArrayList<>();

    public BrowserClient(Page page, String name) {
        this.page = page;
        this.name = name;
        page.onConsoleMessage(message -> console.add(message.type() + " " + message.text()));
        page.onPageError(error -> console.add("uncaught " + error));
    }

    /** Through the join page, on the node's plain port. */
    public BrowserClient join(String url, String scope) {
        page.navigate(url + "/#scope=" + scope + "&name=" + name);
        return enter();
    }

    /** The join page is there: with camera and microphone. */
    public BrowserClient enter() {
        awaitReady();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Join").setExact(true))
                .click();
        page.waitForSelector(".call-page");
        return this;
    }

    /** The join page has camera and microphone. */
    public void awaitReady() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Turn camera off"))
                .waitFor();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Turn microphone off"))
                .waitFor();
    }

    public void press(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }

    /** Waits until the picture of each of these has moved on by {@code frames} frames. */
    public BrowserClient awaitVideo(int frames, Duration within, String... users) {
        for (String user : users) {
            awaitTile(user, "person", frames, within);
        }
        return this;
    }

    public BrowserClient awaitTile(String user, String kind, int frames, Duration within) {
        until(name + " sees the " + kind + " of " + user, within, () -> shown(user, kind) > 0);
        long before = shown(user, kind);
        return until(
                name + " sees the " + kind + " of " + user + " move",
                within,
                () -> shown(user, kind) >= before + frames);
    }

    /** Frames that the tile's picture has shown; -1 while it has none. */
    public long shown(String user, String kind) {
        Object frames = page.evaluate(
                "([user, kind]) => { const v = document.querySelector(`[data-user=\"${user}\"][data-kind=${kind}] video`);"
                        + " return v && !v.hidden && v.srcObject && v.videoWidth > 0"
                        + " ? v.getVideoPlaybackQuality().totalVideoFrames : -1; }",
                List.of(user, kind));
        return ((Number) frames).longValue();
    }

    /** Begins to time how long the tile's picture goes without a new frame. */
    public BrowserClient watchGaps(String user) {
        page.evaluate(
                """
                user => {
                  const video = document.querySelector(`[data-user="${user}"][data-kind=person] video`);
                  const watch = (globalThis.gaps ??= {})[user] = { last: performance.now(), longest: 0 };
                  const shown = () => {
                    const now = performance.now();
                    watch.longest = Math.max(watch.longest, now - watch.last);
                    watch.last = now;
                    video.requestVideoFrameCallback(shown);
                  };
                  video.requestVideoFrameCallback(shown);
                }""",
                user);
        return this;
    }

    /** The longest time without a new frame since it was asked last, in milliseconds. */
    public long gapMs(String user) {
        Object gap = page.evaluate(
                """
                user => {
                  const watch = globalThis.gaps[user];
                  const longest = Math.max(watch.longest, performance.now() - watch.last);
                  watch.longest = 0;
                  return Math.round(longest);
                }""",
                user);
        return ((Number) gap).longValue();
    }

    /** As {@link PeerFigures#sum}. */
    public double figure(String type, String kind, String field) {
        return PeerFigures.sum(page, type, kind, field);
    }

    /** Waits until sound, not silence, arrives from each of these. */
    public BrowserClient awaitAudio(Duration within, String... users) {
        for (String user : users) {
            until(name + " hears " + user, within, () -> energy(user) > 0);
        }
        return this;
    }

    private double energy(String user) {
        Object energy = page.evaluate(
                "async user => (await mediascope.statistics()).filter(t => t.direction === 'received' && t.kind === 'audio'"
                        + " && t.userId === user).reduce((sum, t) => sum + t.audioLevel, 0)",
                user);
        return ((Number) energy).doubleValue();
    }

    /** What the page says of how the own media travels: {@code udp}, {@code tcp}, {@code unknown}. */
    public String transport(String peer) {
        return String.valueOf(page.evaluate("peer => globalThis.mediascope?.transport[peer] ?? 'none'", peer));
    }

    public boolean shows(String selector) {
        return page.locator(selector).first().isVisible();
    }

    public BrowserClient until(String what, Duration within, java.util.concurrent.Callable<Boolean> condition) {
        try {
            await(what)
                    .atMost(within)
                    .pollInterval(Duration.ofMillis(200))
                    .pollInSameThread()
                    .until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            screenshot("failed-" + name);
            throw new AssertionError(what + ": not within " + within + "; console: " + console, e);
        }
        return this;
    }

    public void screenshot(String file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(file + ".png")));
    }
}
