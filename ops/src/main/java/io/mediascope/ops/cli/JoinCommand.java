package io.mediascope.ops.cli;

import io.mediascope.ops.join.JoinView;
import io.mediascope.ops.join.MediaFiles;
import io.mediascope.ops.node.Administration.TokenOrder;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.TransportPolicy;
import io.mediascope.sdk.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code join}: a client in the terminal. */
@Command(
        name = "join",
        description = "Joins a scope, publishes and records files, shows live who is there and how the media fares.",
        mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
    private static final long TOKEN_SECONDS = 3_600;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--app", paramLabel = "APP", description = "Application; not needed when there is one only.")
    private @Nullable String app;

    @Option(names = "--scope", paramLabel = "SCOPE", required = true, description = "The scope to join.")
    private String scope = "";

    @Option(names = "--user", paramLabel = "USER", required = true, description = "Who joins.")
    private String user = "";

    @Option(
            names = "--publish",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Publishes .ivf (VP8), .ogg and .opus (Opus) files, over and over; repeatable.")
    private List<Path> publish = new ArrayList<>();

    @Option(names = "--record", paramLabel = "DIR", description = "Writes what the others publish into this folder.")
    private @Nullable Path record;

    @Option(names = "--transport", defaultValue = "auto", description = "auto, udp or tcp (default: auto).")
    private TransportPolicy transport = TransportPolicy.AUTO;

    @Option(names = "--seconds", paramLabel = "N", description = "Leaves after so long (default: on Ctrl-C).")
    private @Nullable Integer seconds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        NodeFile node = data.requireNode();
        List<MediaFiles.Published> tracks = MediaFiles.open(publish);
        if (record != null) {
            makeFolder(record);
        }
        PrintWriter out = Main.out(spec);
        JoinView view = new JoinView(out, Boolean.getBoolean("cli.terminal"), this::attach);
        ScopeConnection connection = Mediascope.connect(descriptor(node), view);
        Thread leave = new Thread(() -> leave(connection), "leave");
        Runtime.getRuntime().addShutdownHook(leave);
        tracks.forEach(track -> connection.publish(track.spec(), track.source()));
        boolean timedOut = awaitEnd(connection);
        if (timedOut) {
            Runtime.getRuntime().removeShutdownHook(leave);
            leave(connection);
            return 0;
        }
        String failure = view.failure();
        throw CommandFailure.failed(failure == null ? "the connection ended" : failure);
    }

    private ScopeDescriptor descriptor(NodeFile node) {
        try (NodeClient client = new NodeClient(node)) {
            String id = AdministrationAccess.application(client, app);
            return ScopeDescriptor.builder(id, scope)
                    .resolvers(data.resolvers(node).toArray(String[]::new))
                    .trust(Trust.fingerprint(node.tlsFingerprint()))
                    .transportPolicy(transport)
                    .token(client.issueToken(new TokenOrder(id, scope, user, TOKEN_SECONDS, List.of(), true)))
                    .build();
        }
    }

    private void attach(RemoteTrack track) {
        if (record == null) {
            return;
        }
        try {
            track.attach(MediaFiles.record(MediaFiles.recordingOf(record, "", track), track.kind()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record " + track.userId() + "'s " + track.trackId(), e);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "cannot record into " + folder + ": " + e.getClass().getSimpleName());
        }
    }

    /** True when the time was over, false when the connection ended before. */
    private boolean awaitEnd(ScopeConnection connection) throws InterruptedException, ExecutionException {
        CompletableFuture<Void> closed = connection.closed().toCompletableFuture();
        try {
            if (seconds == null) {
                closed.get();
            } else {
                closed.get(seconds, TimeUnit.SECONDS);
            }
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private static void leave(ScopeConnection connection) {
        try {
            connection.disconnect().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process ends; the node notices the closed link.
        }
    }
}
