package io.mediascope.ops.cli;

import io.mediascope.cluster.settings.DeathReportSettings;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.ops.node.DeathReport;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import io.mediascope.ops.node.NodeProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code report-death}: run by what ran a node, after its process has ended. */
@Command(
        name = "report-death",
        description = "Tells the other nodes of a cluster that this machine's node has died.",
        mixinStandardHelpOptions = true)
final class ReportDeathCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "What the node was started with.")
    private Path config = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        NodeSettings settings = NodeSettings.load(Optional.of(config), Map.of());
        NodeFolder folder = NodeFolder.of(settings.dataDir());
        PrintWriter out = Main.out(spec);
        Optional<NodeFile> last = folder.read();
        if (last.isEmpty()) {
            // It took its file along when it left in order.
            out.println("mediascope: nothing to report: the node has left in order");
            return 0;
        }
        NodeFile dead = last.get();
        if (NodeProcess.isAlive(dead)) {
            throw CommandFailure.failed("the node (pid " + dead.pid() + ") lives; only an ended process is reported");
        }
        List<String> answers = send(dead, settings.deathReports());
        answers.forEach(answer -> out.println("mediascope: told " + answer));
        folder.remove(dead.pid());
        return 0;
    }

    private static List<String> send(NodeFile dead, DeathReportSettings settings) {
        if (settings.secret().isEmpty() || settings.to().isEmpty()) {
            throw CommandFailure.usage("mediascope.cluster.death-reports needs 'secret' and 'to'");
        }
        return DeathReport.send(dead.member(), settings.secret(), settings.to());
    }
}
