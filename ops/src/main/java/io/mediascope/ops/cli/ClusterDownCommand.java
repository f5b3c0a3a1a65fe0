package io.mediascope.ops.cli;

import io.mediascope.ops.cluster.ClusterFolder;
import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.Leftovers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster down}: stops everything, also what a supervisor that was killed left behind. */
@Command(name = "down", description = "Stops the cluster; its data stays.", mixinStandardHelpOptions = true)
final class ClusterDownCommand implements Callable<Integer> {
    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Kill what has not ended by then (default: 60).")
    private int timeoutSeconds = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ClusterFolder folder = cluster.folder();
        ClusterState state = folder.read().orElseThrow(() -> nothing(folder));
        boolean supervised = state.supervisor().isAlive();
        boolean late = supervised && !state.supervisor().stop(timeoutSeconds);
        if (late) {
            state.supervisor().kill();
        }
        ClusterState last = folder.read().orElse(state);
        int left = Leftovers.end(last);
        if (late) {
            throw CommandFailure.failed("the supervisor had not ended after " + timeoutSeconds + " s and was killed");
        } else if (!supervised && left == 0) {
            throw nothing(folder);
        }
        Main.out(spec)
                .println("mediascope: stopped"
                        + (left == 0 ? "" : "; " + left + " processes without supervisor were ended"));
        return 0;
    }

    private static CommandFailure nothing(ClusterFolder folder) {
        return CommandFailure.failed("no cluster is running on " + folder.path());
    }
}
