package io.mediascope.it.support;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A node in a process of its own: {@code NodeMain DATA_DIR key=value...}. Prints {@code ready LINK_PORT FINGERPRINT APPLICATION};
 * answers {@code token SCOPE USER} with {@code token TOKEN}; stops in good order at the end of its input.
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
                String[] words = line.split(" ");
                System.out.println("token " + node.token(words[1], words[2]));
            }
        }
        System.exit(0);
    }
}
