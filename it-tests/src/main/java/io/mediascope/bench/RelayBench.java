package io.mediascope.bench;

import io.mediascope.load.light.LightCall;

/** What a running node's CPU does per forwarded packet while a call runs. */
final class RelayBench {
    static final int PACKET_BYTES = 1200;
    private static final double SETTLE_SECONDS = 1.5;

    private final BenchNode node;
    private final double seconds;

    RelayBench(BenchNode node, double seconds) {
        this.node = node;
        this.seconds = seconds;
    }

    /** A load: bursts as a video sender makes them, frame by frame. */
    record Load(int receivers, int packetsPerBurst, double burstsPerSecond) {
        long packetsOutPerSecond() {
            return Math.round(receivers * packetsPerBurst * burstsPerSecond);
        }
    }

    /**
     * One measurement.
     *
     * @param nodeNs CPU of the whole process per forwarded packet
     * @param loopNs CPU of the relay loop per forwarded packet
     * @param arrived share of the packets sent that arrived, all receivers
     */
    record Sample(
            double nodeNs,
            double loopNs,
            double packetsPerSend,
            double arrived,
            double allocatedBytes,
            long delayP50Us,
            long delayP99Us,
            double loopBusy) {}

    /** Sends, measures, and stops sending. */
    Sample run(LightCall call, Load load) {
        call.bursts().pace(load.packetsPerBurst(), load.burstsPerSecond());
        try {
            Clock.pause(SETTLE_SECONDS);
            call.delays().reset();
            Totals before = totals(call);
            Clock.pause(seconds);
            Totals spent = totals(call).minus(before);
            return new Sample(
                    spent.processNs / spent.out,
                    spent.loopNs / spent.out,
                    spent.out / spent.sends,
                    spent.arrived / (spent.sent * call.receivers().size()),
                    spent.allocated / spent.out,
                    call.delays().us(0.5),
                    call.delays().us(0.99),
                    spent.loopNs / spent.wallNs);
        } finally {
            call.bursts().pace(0, 1);
        }
    }

    private Totals totals(LightCall call) {
        return new Totals(
                System.nanoTime(),
                CpuClock.processNs(node.pid()),
                node.metric("mediascope_relay_loop_cpu_seconds_total") * 1e9,
                node.metric("mediascope_relay_rtp_out_packets_total"),
                node.metric("mediascope_relay_sends_total"),
                node.metric("mediascope_relay_loop_allocated_bytes_total"),
                call.bursts().sent(),
                call.receivers().received());
    }

    private record Totals(
            double wallNs,
            double processNs,
            double loopNs,
            double out,
            double sends,
            double allocated,
            double sent,
            double arrived) {
        Totals minus(Totals earlier) {
            return new Totals(
                    wallNs - earlier.wallNs,
                    processNs - earlier.processNs,
                    loopNs - earlier.loopNs,
                    out - earlier.out,
                    sends - earlier.sends,
                    allocated - earlier.allocated,
                    sent - earlier.sent,
                    arrived - earlier.arrived);
        }
    }
}
