package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import java.io.IOException;
import java.nio.file.Path;

/** The same load through the relay in C. */
final class Floor {
    private static final double SETTLE_SECONDS = 0.5;

    private final Path binary;
    private final double seconds;

    Floor(Path binary, double seconds) {
        this.binary = binary;
        this.seconds = seconds;
    }

    /** CPU nanoseconds per forwarded packet. */
    double run(PlainRelay.Sends sends, Load load) throws IOException {
        try (UdpSinks sinks = new UdpSinks(load.receivers());
                PlainRelay relay = PlainRelay.start(binary, sends, sinks.ports());
                Bursts bursts = new Bursts(
                        relay.port(), RelayBench.PACKET_BYTES, load.packetsPerBurst(), load.burstsPerSecond())) {
            Call.pause(SETTLE_SECONDS);
            PlainRelay.Sample before = relay.sample();
            long sentBefore = bursts.sent();
            Call.pause(seconds);
            long sent = bursts.sent() - sentBefore;
            PlainRelay.Sample spent = relay.sample().minus(before);
            if (spent.packetsIn() < sent * 0.95) {
                throw new IllegalStateException("the plain relay got " + spent.packetsIn() + " of " + sent
                        + " packets: too much load to compare");
            }
            return (double) spent.cpuNs() / spent.packetsOut();
        }
    }
}
