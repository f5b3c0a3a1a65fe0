package io.mediascope.it.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The system's Chromium with its fake camera and microphone, driven by Playwright. Each participant is a browser of its own, so
 * that none of them shares a media stack with another. Used by one thread.
 */
public final class Browsers implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--auto-select-desktop-capture-source=Entire screen",
            "--allow-loopback-in-peer-connection");

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final List<Browser> browsers = new ArrayList<>();

    /** A page in a new browser. */
    public Page page() {
        return page(executable(), 1280, 720);
    }

    /** @param executable a browser, or a script that starts one elsewhere */
    public Page page(Path executable, int width, int height, String... more) {
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(Stream.concat(FLAGS.stream(), Stream.of(more)).toList()));
        browsers.add(browser);
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setIgnoreHTTPSErrors(true));
        context.grantPermissions(List.of("camera", "microphone"));
        context.addInitScript(PeerFigures.SCRIPT);
        return context.newPage();
    }

    /** The system's Chromium; that it is missing fails whoever needs it. */
    public static Path executable() {
        return PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No browser to test with in any of " + PLACES
                        + ": install Chromium (Debian: apt-get install chromium)"));
    }

    @Override
    public void close() {
        browsers.forEach(Browser::close);
        playwright.close();
    }
}
