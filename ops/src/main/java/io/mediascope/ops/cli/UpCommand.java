package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.node.NodeFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: runs a node in this process, or starts one that outlives it. */
@Command(
        name = "up",
        description = "Starts an all-in-one node and, on its first start, makes a first application.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--detach", description = "Start it in the background, wait until it is ready, return.")
    private boolean detach;

    @Option(names = "--config", paramLabel = "FILE", description = "HOCON or JSON; reference.conf documents the keys.")
    private @Nullable Path config;

    @Option(names = "--http-port", paramLabel = "PORT", description = "HTTP (default: 7080; 0 = any free one).")
    private @Nullable Integer httpPort;

    @Option(names = "--link-port", paramLabel = "PORT", description = "TLS link (default: 7443; 0 = any free one).")
    private @Nullable Integer linkPort;

    @Option(names = "--audio-port", paramLabel = "PORT", description = "First UDP audio port (default: 7100).")
    private @Nullable Integer audioPort;

    @Option(names = "--video-port", paramLabel = "PORT", description = "First UDP video port (default: 7200).")
    private @Nullable Integer videoPort;

    @Option(names = "--mux-port", paramLabel = "PORT", description = "First UDP multiplexed port (default: 7300).")
    private @Nullable Integer muxPort;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any configuration key, for instance --set mediascope.udp.loops=2; repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        NodeSettings settings = NodeSettings.load(Optional.ofNullable(config), overrides());
        NodeFolder folder = NodeFolder.of(settings.dataDir());
        ForegroundNode.refuseSecond(folder);
        return detach
                ? new DetachedStart(folder, Main.out(spec)).run(arguments(folder))
                : ForegroundNode.run(settings, Main.out(spec));
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>(set);
        boolean named = spec.commandLine().getParseResult().hasMatchedOption("--data");
        if (named || config == null) {
            overrides.put("mediascope.data-dir", data.folder().path().toString());
        }
        put(overrides, "mediascope.http.port", httpPort);
        put(overrides, "mediascope.link.port", linkPort);
        put(overrides, "mediascope.udp.audio-port", audioPort);
        put(overrides, "mediascope.udp.video-port", videoPort);
        put(overrides, "mediascope.udp.mux-port", muxPort);
        return overrides;
    }

    private static void put(Map<String, String> overrides, String key, @Nullable Integer value) {
        if (value != null) {
            overrides.put(key, value.toString());
        }
    }

    /** The same start, for the process in the background. */
    private List<String> arguments(NodeFolder folder) {
        List<String> arguments = new ArrayList<>();
        arguments.add("up");
        overrides().forEach((key, value) -> {
            if (!key.equals("mediascope.data-dir")) {
                arguments.add("--set");
                arguments.add(key + "=" + value);
            }
        });
        if (config != null) {
            arguments.add("--config");
            arguments.add(config.toAbsolutePath().toString());
        }
        arguments.add("--data");
        arguments.add(folder.path().toString());
        return arguments;
    }
}
