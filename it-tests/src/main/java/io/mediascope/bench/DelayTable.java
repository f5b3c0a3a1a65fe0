package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import io.mediascope.bench.RelayBench.Sample;
import java.io.PrintWriter;
import java.util.Locale;

/** Delay of whole frames as the load of one loop rises, until the loop is 70 % busy or the receivers cannot follow. */
final class DelayTable {
    private static final double BUSY = 0.7;
    private static final double FOLLOWED = 0.97;
    private static final int[] RECEIVERS = {10, 50};
    private static final int MAX_FRAMES_PER_SECOND = 1600;

    private DelayTable() {}

    static void print(PrintWriter out, BenchNode node, double seconds) {
        out.println("| receivers | packets out/s | loop busy | arrived | delay p50 | p99 |");
        out.println("|---|---|---|---|---|---|");
        for (int receivers : RECEIVERS) {
            try (Call call = new Call(node, "delay-" + receivers, receivers)) {
                Sample sample;
                int framesPerSecond = 500 / receivers;
                do {
                    framesPerSecond *= 2;
                    Load load = new Load(receivers, 10, framesPerSecond);
                    sample = new RelayBench(node, seconds).run(call, load);
                    out.println(row(load, sample));
                    out.flush();
                } while (sample.loopBusy() < BUSY
                        && sample.arrived() > FOLLOWED
                        && framesPerSecond < MAX_FRAMES_PER_SECOND);
            }
        }
    }

    private static String row(Load load, Sample sample) {
        return String.format(
                Locale.ROOT,
                "| %d | %d | %.0f %% | %.1f %% | %d us | %d us |",
                load.receivers(),
                load.packetsOutPerSecond(),
                sample.loopBusy() * 100,
                sample.arrived() * 100,
                sample.delayP50Us(),
                sample.delayP99Us());
    }
}
