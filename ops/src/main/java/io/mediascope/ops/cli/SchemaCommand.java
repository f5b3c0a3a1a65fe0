package io.mediascope.ops.cli;

import io.mediascope.cluster.cassandra.CassandraSchema;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.cluster.settings.Profile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schema}: makes what the journal of a cluster needs, before its first node starts. */
@Command(
        name = "schema",
        description = "Makes keyspace and tables in Cassandra; run it once, before the first node of a cluster.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "The configuration of any node of the cluster.")
    private Path config = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NodeSettings settings = NodeSettings.load(Optional.of(config), Map.of());
        if (settings.profile() != Profile.CLUSTER) {
            throw CommandFailure.usage(
                    "mediascope.profile is not 'cluster' in " + config + "; an embedded node makes its own tables");
        }
        CassandraSchema.make(settings);
        Main.out(spec).println("keyspace " + settings.cassandra().keyspace() + " has all tables");
        return 0;
    }
}
