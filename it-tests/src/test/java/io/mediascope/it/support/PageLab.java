package io.mediascope.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For each test a node that serves its page, and browsers for the people who visit it. Used by one thread. */
public final class PageLab implements BeforeEachCallback, AfterEachCallback {
    private final Map<String, String> settings;
    private Path folder;
    private TestNode node;
    private Browsers browsers;
    private String url;

    public PageLab() {
        this(Map.of());
    }

    /** @param settings of the node */
    public PageLab(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("page-lab");
        serve(Map.of());
        browsers = new Browsers();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (browsers != null) {
            browsers.close();
        }
        if (node != null) {
            node.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    public TestNode node() {
        return node;
    }

    /** The page on the node's plain port. */
    public String url() {
        return url;
    }

    /** The page on the node's TLS port. */
    public String secureUrl() {
        return "https://127.0.0.1:" + node.node.linkPort() + "/";
    }

    /** A person with a browser of one's own, at no page yet. */
    public BrowserClient person(String name, String... flags) {
        return new BrowserClient(browsers.page(Browsers.executable(), 1280, 720, flags), name);
    }

    /** A person in a call. */
    public BrowserClient join(String name, String... flags) {
        return person(name, flags).join(url, "lobby");
    }

    public void stopNode() {
        node.close();
    }

    /** On the same port and with the same data as before. */
    public void startNodeAgain() {
        serve(Map.of("mediascope.http.port", url.substring(url.lastIndexOf(':') + 1)));
    }

    private void serve(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        node = TestNode.start(folder.resolve("data"), all);
        url = node.serveHttp();
    }
}
