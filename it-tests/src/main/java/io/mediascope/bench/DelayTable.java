package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import io.mediascope.bench.RelayBench.Sample;
import io.mediascope.load.light.LightCall;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Delay as the load of one loop rises to 70 %, or until the receivers cannot follow; the C relay under the same load beside it. */
final class DelayTable {
    private static final double BUSY = 0.7;
    private static final double NEAR = 0.03;
    private static final double FOLLOWED = 0.97;
    private static final int PACKETS_PER_BURST = 10;
    private static final int FIRST_PACKETS_OUT = 40_000;
    private static final int MAX_STEPS = 6;
    private static final double MAX_GROWTH = 3;

    private DelayTable() {}

    static void print(PrintWriter out, BenchNode node, Optional<Path> binary, List<Integer> receivers, double seconds)
            throws IOException {
        out.println("| receivers | packets out/s | loop busy | arrived | delay p50 | p99 | C GSO: busy | p50 | p99 |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        for (int count : receivers) {
            try (LightCall call = new LightCall(node.site("delay-" + count), count, RelayBench.PACKET_BYTES)) {
                rise(out, node, call, binary, seconds);
            }
        }
    }

    private static void rise(PrintWriter out, BenchNode node, LightCall call, Optional<Path> binary, double seconds)
            throws IOException {
        int receivers = call.receivers().size();
        double packetsOut = FIRST_PACKETS_OUT;
        for (int step = 0; step < MAX_STEPS; step++) {
            Load load = new Load(receivers, PACKETS_PER_BURST, packetsOut / receivers / PACKETS_PER_BURST);
            Sample sample = new RelayBench(node, seconds).run(call, load);
            out.println(row(load, sample) + floor(binary, load, seconds));
            out.flush();
            if (Math.abs(sample.loopBusy() - BUSY) < NEAR || sample.arrived() < FOLLOWED) {
                return;
            }
            packetsOut *= Math.min(MAX_GROWTH, BUSY / sample.loopBusy());
        }
    }

    private static String row(Load load, Sample sample) {
        return String.format(
                Locale.ROOT,
                "| %d | %d | %.0f %% | %.2f %% | %d us | %d us |",
                load.receivers(),
                load.packetsOutPerSecond(),
                sample.loopBusy() * 100,
                sample.arrived() * 100,
                sample.delayP50Us(),
                sample.delayP99Us());
    }

    private static String floor(Optional<Path> binary, Load load, double seconds) throws IOException {
        if (binary.isEmpty()) {
            return " - | - | - |";
        }
        Floor.Sample sample = new Floor(binary.get(), seconds).run(PlainRelay.Sends.GSO, load);
        return String.format(
                Locale.ROOT,
                " %.0f %% | %d us | %d us |",
                sample.busy() * 100,
                sample.delayP50Us(),
                sample.delayP99Us());
    }
}
