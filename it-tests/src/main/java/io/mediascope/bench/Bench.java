package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        subcommands = {Bench.Relay.class, Bench.Memory.class})
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    /** What all benchmarks share: a folder, the script, a node. */
    abstract static class OnNode implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--seconds",
                defaultValue = "10",
                description = "How long each load is measured (default: ${DEFAULT-VALUE}).")
        private int seconds = 10;

        final int seconds() {
            return seconds;
        }

        final PrintWriter out() {
            return spec.commandLine().getOut();
        }

        @Override
        public Integer call() throws Exception {
            Path script = Path.of(System.getProperty("mediascope.home", ".")).resolve("mediascope");
            Path folder = Files.createTempDirectory("mediascope-bench");
            try (BenchNode node = BenchNode.start(script, folder)) {
                run(node, folder);
            } finally {
                delete(folder);
            }
            return 0;
        }

        abstract void run(BenchNode node, Path folder) throws Exception;

        private static void delete(Path folder) throws java.io.IOException {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
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

        @Override
        void run(BenchNode node, Path folder) throws Exception {
            Optional<Path> plain = PlainRelay.compile(folder);
            if (plain.isEmpty()) {
                out().println("(no C compiler: the plain relay is left out)");
            }
            RelayBench bench = new RelayBench(node, plain, seconds());
            out().println(RelayBench.Result.HEADER);
            for (Load load : loads()) {
                out().println(bench.run(load).row());
                out().flush();
            }
        }

        /** About 1,000 and 10,000 packets a second out for ten receivers; what one loop carries for more. */
        private List<Load> loads() {
            return receivers.stream()
                    .flatMap(n -> n <= 10
                            ? Stream.of(new Load(n, 1, 100), new Load(n, 10, 100), new Load(n, 20, 200))
                            : n <= 100
                                    ? Stream.of(new Load(n, 4, 25), new Load(n, 10, 50))
                                    : Stream.of(new Load(n, 4, 10), new Load(n, 4, 25)))
                    .toList();
        }
    }

    @Command(
            name = "memory",
            mixinStandardHelpOptions = true,
            description = "Live heap per idle scope and per participant.")
    static final class Memory extends OnNode {
        @Override
        void run(BenchNode node, Path folder) throws Exception {
            MemoryBench bench = new MemoryBench(node);
            bench.run(20, 2);
            MemoryBench.Result one = bench.run(300, 1);
            MemoryBench.Result three = bench.run(200, 3);
            double perParticipant = (three.bytesPerScope() - one.bytesPerScope()) / 2;
            out().printf("| live heap per participant | %.1f KiB |%n", perParticipant / 1024);
            out().printf(
                            "| live heap per scope without its participants | %.1f KiB |%n",
                            (one.bytesPerScope() - perParticipant) / 1024);
        }
    }
}
