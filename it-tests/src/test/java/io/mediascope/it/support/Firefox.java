package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A person in the system's Firefox, without a window, with fake camera and microphone and otherwise as it is delivered: uses the call
 * page and looks at what it shows, by WebDriver BiDi. Used by one thread.
 */
public final class Firefox implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/bin/firefox-esr");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LISTENING = "WebDriver BiDi listening on ";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PREFERENCES =
            """
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.navigator.permission.disabled", true);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("app.update.enabled", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            """;

    private final String name;
    private final Process process;
    private final BiDi browser;
    private final String context;

    /** @param profile an empty folder */
    public Firefox(Path profile, String name) throws IOException {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new IllegalStateException(
                    "no " + EXECUTABLE + ": install Firefox (Debian: apt-get install firefox-esr)");
        }
        this.name = name;
        Files.createDirectories(profile);
        Files.writeString(profile.resolve("user.js"), PREFERENCES);
        process = start(profile);
        try {
            browser = new BiDi(address() + "/session");
            browser.ask("session.new", object().set("capabilities", object()));
            context = browser.ask("browsingContext.getTree", object())
                    .path("contexts")
                    .path(0)
                    .path("context")
                    .asText();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Process start(Path profile) throws IOException {
        String[] command = {
            EXECUTABLE.toString(),
            "--headless",
            "--no-remote",
            "--profile",
            profile.toString(),
            "--remote-debugging-port",
            "0"
        };
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.getOutputStream().close();
        return started;
    }

    private String address() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int at = line.indexOf(LISTENING);
            if (at >= 0) {
                Thread reader = new Thread(() -> out.lines().forEach(read -> {}), "firefox-output");
                reader.setDaemon(true);
                reader.start();
                return line.substring(at + LISTENING.length()).strip();
            }
        }
        throw new IOException("Firefox ended at once");
    }

    /** Through the join page, on the node's plain port. */
    public Firefox join(String url, String scope) {
        ObjectNode page = object().put("url", url + "/#scope=" + scope + "&name=" + name);
        browser.ask("browsingContext.navigate", page.put("context", context).put("wait", "complete"));
        until(
                "camera and microphone",
                () -> shows("[aria-label='Turn camera off']") && shows("[aria-label='Turn microphone off']"));
        click("[...document.querySelectorAll('button')].find(b => b.textContent.trim() === 'Join')");
        return until("the call", () -> shows(".call-page"));
    }

    public void press(String button) {
        click("document.querySelector('button[aria-label^=\"" + button + "\"]')");
    }

    /** As a person's click: after it the page may play sound. */
    private void click(String element) {
        evaluate(element + ".click()", true);
    }

    public void say(String message) {
        evaluate("document.querySelector('[aria-label=Message]').value = '" + message + "'", true);
        press("Send");
    }

    /** Waits until each of these is shown, and {@code frames} more of its frames were decoded. */
    public Firefox awaitVideo(int frames, String... users) {
        for (String user : users) {
            double before = received(user, "video", "frames");
            until("the picture of " + user, () -> shown(user) && received(user, "video", "frames") >= before + frames);
        }
        return this;
    }

    /** Waits until sound, not silence, arrives from each of these. */
    public Firefox awaitAudio(String... users) {
        for (String user : users) {
            until("the sound of " + user, () -> received(user, "audio", "audioLevel") > 0);
        }
        return this;
    }

    /** Firefox counts no frames of an element that plays a stream, so that the SDK's statistics have to say what moves. */
    private double received(String user, String kind, String field) {
        String script =
                """
                mediascope.statistics().then(all => all
                  .filter(t => t.direction === 'received' && t.userId === '%s' && t.kind === '%s')
                  .reduce((sum, t) => sum + t.%s, 0))""";
        return evaluate(script.formatted(user, kind, field), false).asDouble();
    }

    /** Whether the person's picture has its place and plays. */
    public boolean shown(String user) {
        String script =
                """
                (v => !!v && !v.hidden && !!v.srcObject && v.videoWidth > 0 && !v.paused && v.readyState > 1)(
                  document.querySelector('[data-user="%s"][data-kind=person] video'))""";
        return evaluate(script.formatted(user), false).asBoolean();
    }

    public boolean shows(String selector) {
        return evaluate("!!document.querySelector(\"" + selector + "\")?.checkVisibility()", false)
                .asBoolean();
    }

    public boolean reads(String text) {
        return evaluate("document.body.innerText", false).asText().contains(text);
    }

    public Firefox until(String what, Callable<Boolean> condition) {
        try {
            await(what)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(200))
                    .pollInSameThread()
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            screenshot("failed-" + name);
            throw new AssertionError(name + ": " + what + ": not within " + SOON, e);
        }
        return this;
    }

    public void screenshot(String file) {
        JsonNode taken = browser.ask("browsingContext.captureScreenshot", object().put("context", context));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(
                    SCREENSHOTS.resolve(file + ".png"),
                    Base64.getDecoder().decode(taken.path("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of an expression in the page, promises waited for; null when it has none. */
    private JsonNode evaluate(String expression, boolean asPerson) {
        ObjectNode parameters =
                object().put("expression", expression).put("awaitPromise", true).put("userActivation", asPerson);
        parameters.putObject("target").put("context", context);
        JsonNode answer = browser.ask("script.evaluate", parameters);
        if (!answer.path("type").asText().equals("success")) {
            throw new AssertionError(answer.toString());
        }
        return answer.path("result").path("value");
    }

    private static ObjectNode object() {
        return BiDi.JSON.createObjectNode();
    }

    /** Nothing of it writes to its profile afterwards. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
