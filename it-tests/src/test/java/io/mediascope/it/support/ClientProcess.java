package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongPredicate;

/** {@link ClientMain} as its parent sees it. */
public final class ClientProcess implements AutoCloseable {
    private final Jvm jvm;

    private ClientProcess(Jvm jvm) {
        this.jvm = jvm;
    }

    public static ClientProcess start(List<String> prefix, String link, NodeProcess node, String scope, String user)
            throws IOException {
        Jvm jvm = Jvm.start(
                prefix,
                ClientMain.class,
                link,
                node.fingerprint,
                node.applicationId,
                scope,
                user,
                node.token(scope, user));
        NodeProcess.awaitLine(jvm, "ready", 0);
        return new ClientProcess(jvm);
    }

    /** Frames of another's track that arrived until now. */
    public long frames(String user, String track) {
        return Long.parseLong(ask("frames " + user + " " + track, "frames ").split(" ")[1]);
    }

    /** The longest gap since it was asked last, in milliseconds. */
    public long gapMs(String user, String track) {
        return Long.parseLong(ask("frames " + user + " " + track, "frames ").split(" ")[2]);
    }

    /** As {@link TestClient#videoTargetBps}. */
    public long videoTargetBps() {
        return Long.parseLong(ask("target", "target ").split(" ")[1]);
    }

    public void awaitVideoTarget(String what, LongPredicate condition, Duration within) {
        await("a target of the video " + what)
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> condition.test(videoTargetBps()));
    }

    /** What the client saw, as {@link TestClient#log}. */
    public List<String> log() {
        int from = jvm.lines.size();
        ask("log", "end");
        return jvm.lines.stream()
                .skip(from)
                .filter(line -> line.startsWith("log "))
                .map(line -> line.substring("log ".length()))
                .toList();
    }

    public void awaitLog(String entryPrefix, Duration within) {
        await("'" + entryPrefix + "' in the client's history")
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> log().stream().anyMatch(entry -> entry.startsWith(entryPrefix)));
    }

    public void awaitFrames(String user, String track, long count, Duration within) {
        long before = frames(user, track);
        await(count + " frames of " + user + "/" + track)
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> frames(user, track) >= before + count);
    }

    private String ask(String question, String answerPrefix) {
        int from = jvm.lines.size();
        try {
            jvm.tell(question);
        } catch (IOException e) {
            throw new AssertionError("the client ended: " + String.join("\n", jvm.lines), e);
        }
        return NodeProcess.awaitLine(jvm, answerPrefix, from);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
