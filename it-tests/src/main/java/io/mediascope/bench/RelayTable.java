package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import io.mediascope.bench.RelayBench.Sample;
import io.mediascope.load.light.LightCall;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.ToDoubleFunction;

/** One row per load: the floor and the node measured in turn, minimum and median of the rounds. */
final class RelayTable {
    private static final String HEADER =
            """
            | receivers | packets out/s | packets per send | C sendmmsg ns | C GSO ns | relay loop ns | whole node ns | loop/C | node/C | loop/C GSO | garbage B | arrived | delay p50 | p99 |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|""";

    private static final double WARM_UP_SECONDS = 8;

    private final List<Sample> node = new ArrayList<>();
    private final List<Floor.Sample> plain = new ArrayList<>();
    private final List<Floor.Sample> gso = new ArrayList<>();

    private RelayTable() {}

    static void print(
            PrintWriter out, BenchNode node, Optional<Path> binary, List<Integer> receivers, int rounds, double seconds)
            throws IOException {
        if (binary.isEmpty()) {
            out.println("(no C compiler: the floor is left out)");
            out.println();
        }
        warmUp(node);
        out.println("Segmented sends are " + (node.metric("mediascope_relay_segmenting") > 0 ? "on." : "OFF."));
        out.println();
        out.println(HEADER);
        for (int count : receivers) {
            try (LightCall call = new LightCall(node.site("bench-" + count), count, RelayBench.PACKET_BYTES)) {
                for (Load load : loads(count)) {
                    RelayTable row = new RelayTable();
                    for (int round = 0; round < rounds; round++) {
                        row.round(node, binary, call, load, seconds);
                    }
                    out.println(row.format(load));
                    out.flush();
                }
            } catch (CompletionException | IllegalStateException e) {
                out.printf("| %d | not measured: %s |%n", count, e.getMessage());
            }
        }
    }

    /** The node's code must be compiled before anything is counted. */
    static void warmUp(BenchNode node) throws IOException {
        RelayBench bench = new RelayBench(node, WARM_UP_SECONDS);
        try (LightCall call = new LightCall(node.site("warm-up"), 50, RelayBench.PACKET_BYTES)) {
            bench.run(call, new Load(50, 10, 40));
            bench.run(call, new Load(50, 1, 400));
        }
    }

    private void round(BenchNode target, Optional<Path> binary, LightCall call, Load load, double seconds)
            throws IOException {
        if (binary.isPresent()) {
            Floor floor = new Floor(binary.get(), seconds / 2);
            plain.add(floor.run(PlainRelay.Sends.PLAIN, load));
            gso.add(floor.run(PlainRelay.Sends.GSO, load));
        }
        node.add(new RelayBench(target, seconds).run(call, load));
    }

    /**
     * Ten receivers: about 1,000 and 10,000 packets a second out, in single packets and in bursts. All: the same stream, ten
     * frames of ten packets a second, so that the cost of one receiver more shows; and single packets.
     */
    private static List<Load> loads(int receivers) {
        Load single = new Load(receivers, 1, receivers <= 10 ? 100 : 10);
        Load stream = new Load(receivers, 10, 10);
        return receivers <= 10 ? List.of(single, stream, new Load(receivers, 10, 100)) : List.of(single, stream);
    }

    private String format(Load load) {
        List<Double> loop = values(Sample::loopNs);
        List<Double> process = values(Sample::nodeNs);
        List<Double> floor = plain.stream().map(Floor.Sample::cpuNs).toList();
        List<Double> segmented = gso.stream().map(Floor.Sample::cpuNs).toList();
        return String.format(
                Locale.ROOT,
                "| %d | %d | %.1f | %s | %s | %s | %s | %.2f | %.2f | %.2f | %.0f | %.2f %% | %.0f us | %.0f us |",
                load.receivers(),
                load.packetsOutPerSecond(),
                median(values(Sample::packetsPerSend)),
                both(floor),
                both(segmented),
                both(loop),
                both(process),
                median(loop) / median(floor),
                median(process) / median(floor),
                median(loop) / median(segmented),
                median(values(Sample::allocatedBytes)),
                median(values(Sample::arrived)) * 100,
                median(values(Sample::delayP50Us)),
                median(values(Sample::delayP99Us)));
    }

    private List<Double> values(ToDoubleFunction<Sample> value) {
        return node.stream().map(value::applyAsDouble).toList();
    }

    private static String both(List<Double> values) {
        return values.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.0f / %.0f",
                        values.stream().mapToDouble(v -> v).min().orElseThrow(),
                        median(values));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
