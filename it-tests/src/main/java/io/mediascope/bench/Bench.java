package io.mediascope.bench;

import io.mediascope.bench.failover.FailoverBench;
import io.mediascope.bench.failover.Fault;
import io.mediascope.bench.placement.PlacementTable;
import io.mediascope.bench.scopes.ScopesBench;
import io.mediascope.ops.cli.FurtherCommand;
import io.mediascope.ops.cli.Main;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mediascope bench}: prints Markdown tables, as docs/benchmarks.md shows them. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a running node beside a plain C relay in the same run.",
        subcommands = {
            Bench.Relay.class,
            Bench.Floors.class,
            Bench.Web.class,
            Bench.Delay.class,
            Bench.Join.class,
            Bench.Memory.class,
            Bench.Placement.class,
            Bench.Failover.class,
            Bench.Scopes.class,
            Bench.ScopesLoad.class,
            Bench.All.class
        })
public final class Bench implements FurtherCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "name a benchmark: relay, floor, web, delay, join, memory, placement, failover, scopes or all");
    }

    /** What all benchmarks share: a folder for as long as they run. */
    abstract static class InFolder implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        final PrintWriter out() {
            return spec.commandLine().getOut();
        }

        final PrintWriter err() {
            return spec.commandLine().getErr();
        }

        @Override
        public final Integer call() throws Exception {
            Path folder = Files.createTempDirectory("mediascope-bench");
            try {
                run(folder);
            } finally {
                delete(folder);
            }
            return 0;
        }

        abstract void run(Path folder) throws Exception;

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Measured under loads, for a while each. */
    abstract static class Timed extends InFolder {
        @Option(
                names = "--seconds",
                defaultValue = "4",
                description = "How long each load is measured (default: ${DEFAULT-VALUE}).")
        private int seconds = 4;

        final int seconds() {
            return seconds;
        }
    }

    /** Measured on a node that the script starts. */
    abstract static class OnNode extends Timed {
        @Override
        final void run(Path folder) throws Exception {
            Path script = Path.of(System.getProperty("mediascope.home", ".")).resolve("mediascope");
            try (BenchNode node = BenchNode.start(script, folder)) {
                run(node, folder);
            }
        }

        abstract void run(BenchNode node, Path folder) throws Exception;
    }

    @Command(
            name = "relay",
            mixinStandardHelpOptions = true,
            description = "CPU, delay and garbage per forwarded packet, 1 to 10, 100 and 1,000 receivers.")
    static final class Relay extends OnNode {
        @Option(
                names = "--receivers",
                split = ",",
                defaultValue = "10,100,1000",
                description = "Numbers of receivers (default: ${DEFAULT-VALUE}).")
        private List<Integer> receivers = List.of();

        @Option(
                names = "--rounds",
                defaultValue = "2",
                description = "Node and floor are measured in turn this many times (default: ${DEFAULT-VALUE}).")
        private int rounds = 2;

        @Override
        void run(BenchNode node, Path folder) throws Exception {
            RelayTable.print(out(), node, PlainRelay.compile(folder), receivers, rounds, seconds());
        }
    }

    @Command(
            name = "floor",
            mixinStandardHelpOptions = true,
            description = "The C relay alone, also with a key for each receiver, as browsers need.")
    static final class Floors extends InFolder {
        @Option(
                names = "--receivers",
                split = ",",
                defaultValue = "10,50,200",
                description = "Numbers of receivers (default: ${DEFAULT-VALUE}).")
        private List<Integer> receivers = List.of();

        @Override
        void run(Path folder) throws Exception {
            FloorTable.print(out(), PlainRelay.compile(folder), receivers);
        }
    }

    @Command(
            name = "web",
            mixinStandardHelpOptions = true,
            description =
                    "CPU per packet to WebRTC receivers, each with a key of its own, beside the C relay that seals for each, and Janus.")
    static final class Web extends Timed {
        @Option(
                names = "--receivers",
                split = ",",
                defaultValue = "10,50,200",
                description = "Numbers of receivers (default: ${DEFAULT-VALUE}).")
        private List<Integer> receivers = List.of();

        @Override
        void run(Path folder) throws Exception {
            WebTable.print(out(), folder, receivers, seconds());
        }
    }

    @Command(
            name = "delay",
            mixinStandardHelpOptions = true,
            description = "Forwarding delay as the load of one loop rises to 70 %.")
    static final class Delay extends OnNode {
        @Option(
                names = "--receivers",
                split = ",",
                defaultValue = "10,50,1000",
                description = "Numbers of receivers (default: ${DEFAULT-VALUE}).")
        private List<Integer> receivers = List.of();

        @Override
        void run(BenchNode node, Path folder) throws Exception {
            RelayTable.warmUp(node);
            DelayTable.print(out(), node, PlainRelay.compile(folder), receivers, seconds());
        }
    }

    @Command(
            name = "join",
            mixinStandardHelpOptions = true,
            description = "Time from opening the link to the first frame, one join after the other.")
    static final class Join extends OnNode {
        @Option(names = "--joins", defaultValue = "200", description = "How many (default: ${DEFAULT-VALUE}).")
        private int joins = 200;

        @Override
        void run(BenchNode node, Path folder) throws Exception {
            JoinBench.print(out(), node, joins);
        }
    }

    @Command(
            name = "memory",
            mixinStandardHelpOptions = true,
            description = "Live heap per idle scope and per participant.")
    static final class Memory extends OnNode {
        @Override
        void run(BenchNode node, Path folder) throws Exception {
            MemoryBench.print(out(), node);
        }
    }

    @Command(
            name = "placement",
            mixinStandardHelpOptions = true,
            description = "Where the scopes of a large cluster go, in virtual time and without a network.")
    static final class Placement extends InFolder {
        @Option(names = "--nodes", defaultValue = "500", description = "In ten regions (default: ${DEFAULT-VALUE}).")
        private int nodes = 500;

        @Option(
                names = "--scopes",
                defaultValue = "100000",
                description = "That live at a time (default: ${DEFAULT-VALUE}).")
        private int scopes = 100_000;

        @Option(names = "--minutes", defaultValue = "120", description = "Virtual ones (default: ${DEFAULT-VALUE}).")
        private int minutes = 120;

        @Option(names = "--seed", defaultValue = "1", description = "Of the world (default: ${DEFAULT-VALUE}).")
        private long seed = 1;

        @Override
        void run(Path folder) {
            PlacementTable.print(out(), nodes, scopes, minutes, seed);
        }
    }

    @Command(
            name = "failover",
            mixinStandardHelpOptions = true,
            description =
                    "How long a call stands still when its node is killed, hangs or leaves, on a cluster of processes.")
    static final class Failover extends InFolder {
        @Option(
                names = "--runs",
                defaultValue = "20",
                description = "How often each is done; one takes about half a minute (default: ${DEFAULT-VALUE}).")
        private int runs = 20;

        @Option(
                names = "--fault",
                split = ",",
                description = "What is done; all one after the other when none is named: ${COMPLETION-CANDIDATES}.")
        private List<Fault> faults = List.of(Fault.values());

        @Option(
                names = "--calm",
                defaultValue = "5",
                description = "Seconds that each call has run before (default: ${DEFAULT-VALUE}).")
        private int calmSeconds = 5;

        @Override
        void run(Path folder) throws Exception {
            Path home = Path.of(System.getProperty("mediascope.home", "."));
            FailoverBench.print(
                    out(),
                    err(),
                    home,
                    folder.resolve("cluster"),
                    Main.class.getName(),
                    faults,
                    runs,
                    Duration.ofSeconds(calmSeconds));
        }
    }

    @Command(
            name = "scopes",
            mixinStandardHelpOptions = true,
            description =
                    "Many live scopes with two participants each on a cluster of processes: joins, resolves, memory, Cassandra.")
    static final class Scopes extends InFolder {
        @Option(
                names = "--scopes",
                defaultValue = "10000",
                description = "That live at a time (default: ${DEFAULT-VALUE}).")
        private int scopes = 10_000;

        @Option(names = "--nodes", defaultValue = "3", description = "How many (default: ${DEFAULT-VALUE}).")
        private int nodes = 3;

        @Option(
                names = "--in-flight",
                defaultValue = "64",
                description = "Joins at a time (default: ${DEFAULT-VALUE}).")
        private int inFlight = 64;

        @Option(
                names = "--seconds",
                defaultValue = "60",
                description = "How long all of them are there (default: ${DEFAULT-VALUE}).")
        private int seconds = 60;

        @Override
        void run(Path folder) throws Exception {
            Path home = Path.of(System.getProperty("mediascope.home", "."));
            ScopesBench.print(
                    out(),
                    home,
                    folder.resolve("cluster"),
                    Main.class.getName(),
                    List.of("bench", ScopesLoad.NAME),
                    new ScopesBench.Scale(scopes, nodes, inFlight, seconds));
        }
    }

    @Command(name = ScopesLoad.NAME, hidden = true, description = "The clients of the benchmark scopes.")
    static final class ScopesLoad implements Callable<Integer> {
        static final String NAME = "scopes-load";

        @Override
        public Integer call() throws Exception {
            ScopesBench.generate(
                    new InputStreamReader(System.in, StandardCharsets.UTF_8),
                    new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
            return 0;
        }
    }

    @Command(
            name = "all",
            mixinStandardHelpOptions = true,
            description = "All of them, as docs/benchmarks.md shows them; takes some minutes.")
    static final class All extends OnNode {
        @Override
        void run(BenchNode node, Path folder) throws Exception {
            out().println(Machine.describe());
            out().println();
            RelayTable.print(out(), node, PlainRelay.compile(folder), List.of(10, 100, 1000), 2, seconds());
            out().println();
            DelayTable.print(out(), node, PlainRelay.compile(folder), List.of(10, 50, 1000), seconds());
            out().println();
            JoinBench.print(out(), node, 200);
            out().println();
            MemoryBench.print(out(), node);
        }
    }
}
