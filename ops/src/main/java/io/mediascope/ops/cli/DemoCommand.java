package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.demo.Demo;
import io.mediascope.ops.demo.DemoFailure;
import io.mediascope.ops.node.Administration.Application;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import io.mediascope.ops.server.RunningNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: a call with everything in it, on a node of its own or on a running one. */
@Command(
        name = "demo",
        description =
                "Shows a whole call on real media: peer to peer, relay, TCP fallback and return, messages, replay.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Uses the node that runs on this folder (default: its own).")
    private @Nullable Path data;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "Keeps the recordings here (default: a temporary folder).")
    private @Nullable Path record;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Name of the scope (default: demo- and a time).")
    private @Nullable String scope;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path recordDir =
                record != null ? Files.createDirectories(record) : Files.createTempDirectory("mediascope-demo-");
        if (data != null) {
            NodeFile node = NodeFolder.of(data)
                    .runningNode()
                    .orElseThrow(() -> CommandFailure.failed("no node is running on " + data));
            run(node, recordDir);
            return 0;
        }
        Path folder = Files.createTempDirectory("mediascope-demo-node-");
        LogSetup.node(NodeFolder.of(folder).createLog());
        Main.out(spec).println("mediascope: starting a node of the demo's own on " + folder);
        Main.out(spec).flush();
        try (RunningNode node = RunningNode.start(NodeSettings.load(freePorts(folder)))) {
            run(node.file(), recordDir);
        } catch (DemoFailure e) {
            throw CommandFailure.failed(e.getMessage() + " (the node's log: "
                    + NodeFolder.of(folder).log() + ")");
        }
        delete(folder);
        return 0;
    }

    private void run(NodeFile node, Path recordDir) throws IOException, InterruptedException {
        PrintWriter out = Main.out(spec);
        List<Application> applications = new NodeClient(node).applications();
        if (applications.isEmpty()) {
            throw CommandFailure.failed("the node has no application; make one with: ./mediascope app create demo");
        }
        String scopeId = scope != null ? scope : "demo-" + System.currentTimeMillis();
        new Demo(node, applications.get(0).applicationId(), scopeId, recordDir, out).run();
    }

    private static Map<String, String> freePorts(Path folder) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("mediascope.data-dir", folder.toString());
        overrides.put("mediascope.link.bind-host", "127.0.0.1");
        for (String key : List.of("http.port", "link.port", "udp.audio-port", "udp.video-port", "udp.mux-port")) {
            overrides.put("mediascope." + key, "0");
        }
        return overrides;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
