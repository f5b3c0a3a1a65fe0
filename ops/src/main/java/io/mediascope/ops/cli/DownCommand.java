package io.mediascope.ops.cli;

import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code down}: stops the node of a data folder and waits until it has ended. */
@Command(name = "down", description = "Stops the node gracefully.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Kill it when it has not ended by then (default: 30).")
    private int timeoutSeconds = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException, IOException {
        NodeFile node = data.requireNode();
        PrintWriter out = Main.out(spec);
        if (NodeProcess.stop(node, timeoutSeconds)) {
            out.println("mediascope: stopped (pid " + node.pid() + ")");
            return 0;
        }
        NodeProcess.kill(node);
        Files.deleteIfExists(data.folder().nodeFile());
        throw CommandFailure.failed(
                "the node (pid " + node.pid() + ") had not ended after " + timeoutSeconds + " s and was killed");
    }
}
