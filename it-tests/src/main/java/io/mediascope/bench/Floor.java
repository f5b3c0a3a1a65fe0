package io.mediascope.bench;

import io.mediascope.bench.RelayBench.Load;
import io.mediascope.load.light.Bursts;
import io.mediascope.load.light.Delays;
import io.mediascope.load.light.LightProtocol;
import io.mediascope.load.light.LightReceivers;
import io.mediascope.load.light.PacketSource;
import java.io.IOException;
import java.nio.file.Path;

/** The same load, from the same sender to the same receivers, through the relay in C. */
final class Floor {
    private static final double SETTLE_SECONDS = 0.5;
    private static final double ENOUGH = 0.95;

    private final Path binary;
    private final double seconds;

    Floor(Path binary, double seconds) {
        this.binary = binary;
        this.seconds = seconds;
    }

    /**
     * One measurement.
     *
     * @param cpuNs CPU per forwarded packet
     * @param busy CPU time by time
     */
    record Sample(double cpuNs, double busy, long delayP50Us, long delayP99Us) {}

    Sample run(PlainRelay.Sends sends, Load load) throws IOException {
        Delays delays = new Delays();
        try (LightReceivers receivers = new LightReceivers(load.receivers(), delays, i -> LightProtocol.SILENT);
                PlainRelay relay = PlainRelay.start(binary, sends, receivers.ports());
                Bursts bursts = new Bursts(PacketSource.plain(relay.port(), RelayBench.PACKET_BYTES), delays)) {
            bursts.pace(load.packetsPerBurst(), load.burstsPerSecond());
            Clock.pause(SETTLE_SECONDS);
            delays.reset();
            PlainRelay.Sample before = relay.sample();
            long sentBefore = bursts.sent();
            long beganNs = System.nanoTime();
            Clock.pause(seconds);
            long sent = bursts.sent() - sentBefore;
            PlainRelay.Sample spent = relay.sample().minus(before);
            if (spent.packetsIn() < sent * ENOUGH) {
                throw new IllegalStateException("the plain relay got " + spent.packetsIn() + " of " + sent
                        + " packets: too much load to compare");
            }
            return new Sample(
                    (double) spent.cpuNs() / spent.packetsOut(),
                    (double) spent.cpuNs() / (System.nanoTime() - beganNs),
                    delays.us(0.5),
                    delays.us(0.99));
        }
    }
}
