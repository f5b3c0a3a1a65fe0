package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import io.mediascope.bench.janus.JanusRoom;
import io.mediascope.load.light.WebCall;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.web.WebCounter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One row per number of WebRTC receivers, each with a key of its own: the loop beside the C relay that seals for each receiver too. */
final class WebTable {
    private static final String HEADER =
            """
            | receivers | packets out/s | packets per send | C seal + sendmmsg ns | C seal + GSO ns | Janus ns | relay loop ns | loop/C | loop/C GSO | loop/Janus | garbage B | arrived |
            |---|---|---|---|---|---|---|---|---|---|---|---|""";

    private static final int PACKETS_PER_BURST = 10;
    private static final int PACKETS_OUT_PER_SECOND = 10_000;
    private static final double MIN_BURSTS_PER_SECOND = 10;
    private static final double SETTLE_SECONDS = 1.5;
    private static final double WARM_UP_SECONDS = 8;
    private static final int WARM_UP_RECEIVERS = 20;

    private WebTable() {}

    /** What was counted until now. */
    private record Totals(double cpuNs, double out, double sends, double garbage, double sent, double arrived) {
        static Totals of(WebCall call) {
            var counters = call.engine().counters();
            return new Totals(
                    call.engine().loopCpuNs(),
                    counters.getOrDefault(RelayCounter.WEB_RTP_OUT, 0L),
                    call.engine().webCounters().get(WebCounter.SENDS_OUT),
                    call.engine().loopAllocatedBytes(),
                    call.bursts().sent(),
                    call.received());
        }

        Totals minus(Totals earlier) {
            return new Totals(
                    cpuNs - earlier.cpuNs,
                    out - earlier.out,
                    sends - earlier.sends,
                    garbage - earlier.garbage,
                    sent - earlier.sent,
                    arrived - earlier.arrived);
        }
    }

    /** @param folder for what the peers in the comparison write */
    static void print(PrintWriter out, Path folder, List<Integer> receivers, double seconds) throws IOException {
        Optional<Path> binary = PlainRelay.compile(folder);
        measure(load(WARM_UP_RECEIVERS), WARM_UP_SECONDS);
        out.println(HEADER);
        for (int count : receivers) {
            try {
                row(out, binary, folder, load(count), seconds);
            } catch (IllegalStateException e) {
                out.printf("| %d | not measured: %s |%n", count, e.getMessage());
            }
            out.flush();
        }
    }

    private static void row(PrintWriter out, Optional<Path> binary, Path folder, Load load, double seconds)
            throws IOException {
        double plain = binary.isPresent() ? floor(binary.get(), PlainRelay.Sends.SEAL, load, seconds) : Double.NaN;
        double gso = binary.isPresent() ? floor(binary.get(), PlainRelay.Sends.SEAL_GSO, load, seconds) : Double.NaN;
        double janus = JanusRoom.available() ? janus(folder, load, seconds) : Double.NaN;
        Totals spent = measure(load, seconds);
        double loop = spent.cpuNs() / spent.out();
        out.printf(
                Locale.ROOT,
                "| %d | %d | %.1f | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f | %.0f | %.2f %% |%n",
                load.receivers(),
                load.packetsOutPerSecond(),
                spent.out() / spent.sends(),
                plain,
                gso,
                janus,
                loop,
                loop / plain,
                loop / gso,
                loop / janus,
                spent.garbage() / spent.out(),
                spent.arrived() / (spent.sent() * load.receivers()) * 100);
    }

    private static Load load(int receivers) {
        double bursts = (double) PACKETS_OUT_PER_SECOND / receivers / PACKETS_PER_BURST;
        return new Load(receivers, PACKETS_PER_BURST, Math.max(MIN_BURSTS_PER_SECOND, bursts));
    }

    private static double floor(Path binary, PlainRelay.Sends sends, Load load, double seconds) throws IOException {
        return new Floor(binary, seconds / 2).run(sends, load).cpuNs();
    }

    /** CPU of the whole Janus process per packet that its receivers opened. */
    private static double janus(Path folder, Load load, double seconds) throws IOException {
        try (JanusRoom room = JanusRoom.open(folder, load.receivers(), RelayBench.PACKET_BYTES)) {
            room.publisher().pace(load.packetsPerBurst(), load.burstsPerSecond());
            Clock.pause(SETTLE_SECONDS);
            long cpuBefore = CpuClock.processNs(room.pid());
            long before = room.received();
            Clock.pause(seconds);
            long arrived = room.received() - before;
            if (arrived == 0) {
                throw new IllegalStateException("nothing came through Janus");
            }
            return (double) (CpuClock.processNs(room.pid()) - cpuBefore) / arrived;
        }
    }

    private static Totals measure(Load load, double seconds) throws IOException {
        try (WebCall call = new WebCall(load.receivers(), RelayBench.PACKET_BYTES)) {
            call.bursts().pace(load.packetsPerBurst(), load.burstsPerSecond());
            Clock.pause(SETTLE_SECONDS);
            Totals before = Totals.of(call);
            Clock.pause(seconds);
            return Totals.of(call).minus(before);
        }
    }
}
