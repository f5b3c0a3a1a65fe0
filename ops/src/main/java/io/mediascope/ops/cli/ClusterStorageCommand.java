package io.mediascope.ops.cli;

import io.mediascope.ops.cluster.ClusterState;
import io.mediascope.ops.cluster.ControlClient;
import io.mediascope.ops.cluster.Order;
import picocli.CommandLine.Command;

/** {@code cluster storage …}: what calls notice while Cassandra is away. */
@Command(
        name = "storage",
        description = "Stops and starts the Cassandra of a cluster of this machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {ClusterStorageCommand.Stop.class, ClusterStorageCommand.Start.class})
final class ClusterStorageCommand {
    @Command(
            name = "stop",
            description = "Stops Cassandra; running calls go on, joins are refused until: cluster storage start.",
            mixinStandardHelpOptions = true)
    static final class Stop extends ClusterOrders.Base {
        @Override
        void run(ClusterState state) {
            new ControlClient(state).give(Order.stopStorage());
            say("Cassandra has ended; start it again with: ./mediascope cluster storage start");
        }
    }

    @Command(
            name = "start",
            description = "Starts Cassandra again, with the same data, and waits until it answers.",
            mixinStandardHelpOptions = true)
    static final class Start extends ClusterOrders.Base {
        @Override
        void run(ClusterState state) {
            new ControlClient(state).give(Order.startStorage());
            say("Cassandra answers");
        }
    }
}
