package io.mediascope.it.support;

import com.microsoft.playwright.Page;
import io.mediascope.it.support.NatLab.Nat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A node and browsers in homes behind routers of their own, each in a network namespace. Used by one thread. */
public final class BrowserLab implements AutoCloseable {
    /**
     * Several browsers on two cores cannot code 720p in software: what stalls then is the machine. A small picture leaves room for what
     * the network does.
     */
    private static final String SMALL_CAMERA =
            """
            (devices => {
              const open = devices.getUserMedia.bind(devices);
              devices.getUserMedia = asked =>
                open(asked.video ? { ...asked, video: { width: 320, height: 180, frameRate: 15 } } : asked);
            })(navigator.mediaDevices);""";

    public final NatLab network;
    public final NodeProcess node;
    private final Path folder;
    private final Browsers browsers;

    private BrowserLab(NatLab network, NodeProcess node, Path folder, Browsers browsers) {
        this.network = network;
        this.node = node;
        this.folder = folder;
        this.browsers = browsers;
    }

    /** @param homes how many there are; they are numbered from 1 */
    public static BrowserLab start(Path folder, int homes) throws IOException {
        NatLab network = NatLab.create();
        Browsers browsers = new Browsers();
        try {
            for (int home = 1; home <= homes; home++) {
                Files.setPosixFilePermissions(
                        Files.writeString(script(folder, home), started(network.home(home, Nat.CONE))),
                        PosixFilePermissions.fromString("rwx------"));
            }
            NodeProcess node = NodeProcess.start(
                    network.node(),
                    folder.resolve("node"),
                    "mediascope.link.bind-host=" + NatLab.NODE_ADDRESS,
                    "mediascope.link.advertised-host=" + NatLab.NODE_ADDRESS,
                    "mediascope.udp.bind-addresses=[\"" + NatLab.NODE_ADDRESS + "\"]");
            return new BrowserLab(network, node, folder, browsers);
        } catch (IOException | RuntimeException | AssertionError e) {
            try (network) {
                browsers.close();
            }
            throw e;
        }
    }

    private static Path script(Path folder, int home) {
        return folder.resolve("chromium-" + home);
    }

    private static String started(List<String> home) {
        return "#!/bin/sh\nexec " + String.join(" ", home) + " " + Browsers.executable() + " \"$@\"\n";
    }

    /** A page of the node's origin that has no SDK, in a browser in that home. */
    public HttpMediaPage page(int home, String scope, String user) throws IOException {
        Page page = browsers.page(script(folder, home), 640, 480, HttpMediaPage.PLAYS_AT_ONCE);
        page.navigate(origin() + "/health");
        return new HttpMediaPage(page, node.token(scope, user));
    }

    /** A person in that home who joins through the call page. */
    public BrowserClient join(int home, String scope, String user) throws IOException {
        BrowserClient client = new BrowserClient(browsers.page(script(folder, home), 800, 600), user);
        client.page.addInitScript(SMALL_CAMERA);
        client.page.navigate(origin() + "/#token=" + node.token(scope, user));
        return client.enter();
    }

    private String origin() {
        return "https://" + NatLab.NODE_ADDRESS + ":" + node.linkPort;
    }

    @Override
    public void close() {
        try (network;
                node) {
            browsers.close();
        }
    }
}
