package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The relay in C in all its modes: what sealing for each receiver adds to plain forwarding. */
final class FloorTable {
    private static final double SECONDS = 1.5;
    private static final int PACKETS_PER_BURST = 10;
    private static final int PACKETS_OUT_PER_SECOND = 10_000;

    private FloorTable() {}

    static void print(PrintWriter out, Optional<Path> binary, List<Integer> receivers) throws IOException {
        if (binary.isEmpty()) {
            out.println("(no C compiler: no floor)");
            return;
        }
        out.println(
                "| receivers | packets out/s | C sendmmsg ns | C GSO ns | C seal + sendmmsg ns | C seal + GSO ns |");
        out.println("|---|---|---|---|---|---|");
        for (int count : receivers) {
            Load load = new Load(count, PACKETS_PER_BURST, (double) PACKETS_OUT_PER_SECOND / count / PACKETS_PER_BURST);
            out.printf("| %d | %d |", count, load.packetsOutPerSecond());
            for (PlainRelay.Sends sends : PlainRelay.Sends.values()) {
                out.printf(
                        Locale.ROOT,
                        " %.0f |",
                        new Floor(binary.get(), SECONDS).run(sends, load).cpuNs());
            }
            out.println();
            out.flush();
        }
    }
}
