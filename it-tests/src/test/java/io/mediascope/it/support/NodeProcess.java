package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@link NodeMain} as its parent sees it. */
public final class NodeProcess implements AutoCloseable {
    public final Jvm jvm;
    public final int linkPort;
    public final String fingerprint;
    public final String applicationId;

    private NodeProcess(Jvm jvm, String[] ready) {
        this.jvm = jvm;
        this.linkPort = Integer.parseInt(ready[1]);
        this.fingerprint = ready[2];
        this.applicationId = ready[3];
    }

    public static NodeProcess start(Path dataDir, String... settings) throws IOException {
        return start(List.of(), dataDir, settings);
    }

    public static NodeProcess start(List<String> prefix, Path dataDir, String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(dataDir.toString()));
        arguments.addAll(List.of(settings));
        Jvm jvm = Jvm.start(prefix, NodeMain.class, arguments.toArray(String[]::new));
        return new NodeProcess(jvm, awaitLine(jvm, "ready ", 0).split(" "));
    }

    static String awaitLine(Jvm jvm, String prefix, int from) {
        await("a line that begins with '" + prefix + "'")
                .atMost(Duration.ofSeconds(40))
                .until(() -> !jvm.isAlive() || find(jvm, prefix, from) != null);
        String line = find(jvm, prefix, from);
        if (line == null) {
            throw new AssertionError("the process ended: " + String.join("\n", jvm.lines));
        }
        return line;
    }

    private static String find(Jvm jvm, String prefix, int from) {
        return jvm.lines.stream()
                .skip(from)
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElse(null);
    }

    public synchronized String token(String scope, String user) throws IOException {
        int from = jvm.lines.size();
        jvm.tell("token " + scope + " " + user);
        return awaitLine(jvm, "token ", from).substring("token ".length());
    }

    /** The events of a scope until now: the type and the fields of each. */
    public synchronized List<String> history(String scope) throws IOException {
        int from = jvm.lines.size();
        jvm.tell("history " + scope);
        awaitLine(jvm, "end", from);
        return jvm.lines.stream()
                .skip(from)
                .filter(line -> line.startsWith("event "))
                .map(line -> line.substring("event ".length()))
                .toList();
    }

    /** A native client on the node's own host joins and publishes clips until the node ends. */
    public synchronized void joinNative(String scope, String user) throws IOException {
        int from = jvm.lines.size();
        jvm.tell("join " + scope + " " + user);
        awaitLine(jvm, "joined", from);
    }

    public ScopeDescriptor.Builder descriptor(String scope, String user) throws IOException {
        return ScopeDescriptor.builder(applicationId, scope)
                .link("127.0.0.1:" + linkPort)
                .trust(Trust.fingerprint(fingerprint))
                .token(token(scope, user));
    }

    @Override
    public void close() {
        jvm.close();
    }
}
