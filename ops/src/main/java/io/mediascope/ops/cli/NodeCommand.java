package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.node.NodeFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code node}: one node of a cluster, as whatever supervises it on its machine runs it. */
@Command(
        name = "node",
        description = "Runs one node of a cluster in this process, as its configuration file says.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "HOCON or JSON; reference.conf documents the keys.")
    private Path config = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any configuration key, for instance --set mediascope.region=eu; repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        NodeSettings settings = NodeSettings.load(Optional.of(config), set);
        ForegroundNode.refuseSecond(NodeFolder.of(settings.dataDir()));
        return ForegroundNode.run(settings, Main.out(spec));
    }
}
