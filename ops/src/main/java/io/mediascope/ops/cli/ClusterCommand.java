package io.mediascope.ops.cli;

import picocli.CommandLine.Command;

/** {@code cluster …}: a whole cluster on this machine, for trials and tests. */
@Command(
        name = "cluster",
        description = "A whole cluster on this machine: Cassandra, a database, nodes, and who restarts them.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            ClusterUpCommand.class,
            ClusterStatusCommand.class,
            ClusterOrders.Kill.class,
            ClusterOrders.Freeze.class,
            ClusterOrders.Thaw.class,
            ClusterOrders.Drain.class,
            ClusterOrders.Start.class,
            ClusterOrders.Add.class,
            ClusterStorageCommand.class,
            ClusterDownCommand.class
        })
final class ClusterCommand {}
