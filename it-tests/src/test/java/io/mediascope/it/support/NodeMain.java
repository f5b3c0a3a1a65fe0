package io.mediascope.it.support;

import io.mediascope.sdk.ScopeDescriptor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A node in a process of its own: {@code NodeMain DATA_DIR key=value...}. Prints {@code ready LINK_PORT FINGERPRINT APPLICATION};
 * answers {@code token SCOPE USER} with {@code token TOKEN}, {@code history SCOPE} with a line {@code event TYPE FIELDS} for each event
 * and {@code end}, {@code join SCOPE USER} with {@code joined} when a native client on the node's own host publishes clips there; stops
 * in good order at the end of its input.
 */
public final class NodeMain {
    private NodeMain() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> overrides = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            overrides.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        try (TestNode node = TestNode.start(Path.of(arguments[0]), overrides);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            node.serveHttp();
            System.out.println("ready " + node.node.linkPort() + " " + node.node.certificateFingerprint() + " "
                    + node.applicationId);
            String line;
            while ((line = in.readLine()) != null) {
                answer(node, overrides.getOrDefault("mediascope.link.bind-host", "127.0.0.1"), line.split(" "));
            }
        }
        System.exit(0);
    }

    private static void answer(TestNode node, String host, String[] words) {
        switch (words[0]) {
            case "history" -> {
                node.events(words[1])
                        .forEach(event -> System.out.println("event " + event.type() + " " + event.fields()));
                System.out.println("end");
            }
            case "join" -> {
                ScopeDescriptor.Builder descriptor = node.descriptor(words[1], words[2]);
                new Vp8Watcher(descriptor.link(host + ":" + node.node.linkPort())).publishing();
                System.out.println("joined");
            }
            default -> System.out.println("token " + node.token(words[1], words[2]));
        }
    }
}
