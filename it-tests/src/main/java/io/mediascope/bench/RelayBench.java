package io.mediascope.bench;

/** What a running node's CPU does per forwarded packet while a call runs. */
final class RelayBench {
    static final int PACKET_BYTES = 1200;
    private static final int PAYLOAD_BYTES = 1170;
    private static final double SETTLE_SECONDS = 1.5;

    private final BenchNode node;
    private final double seconds;

    RelayBench(BenchNode node, double seconds) {
        this.node = node;
        this.seconds = seconds;
    }

    /** A load: bursts as a video sender makes them, frame by frame. */
    record Load(int receivers, int packetsPerBurst, int burstsPerSecond) {
        int packetsOutPerSecond() {
            return receivers * packetsPerBurst * burstsPerSecond;
        }
    }

    /**
     * One measurement.
     *
     * @param nodeNs CPU of the whole process per forwarded packet
     * @param loopNs CPU of the relay loop per forwarded packet
     * @param arrived share of the frames sent that arrived whole, all receivers
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

    /** Publishes, measures, and stops publishing. */
    Sample run(Call call, Load load) {
        call.publish(PAYLOAD_BYTES * load.packetsPerBurst(), load.burstsPerSecond());
        try {
            Call.pause(SETTLE_SECONDS);
            call.resetDelays();
            Totals before = totals(call);
            Call.pause(seconds);
            Totals spent = totals(call).minus(before);
            return new Sample(
                    spent.processNs / spent.out,
                    spent.loopNs / spent.out,
                    spent.out / spent.sends,
                    spent.frames / (spent.sent * call.size()),
                    spent.allocated / spent.out,
                    call.delayUs(0.5),
                    call.delayUs(0.99),
                    spent.loopNs / spent.wallNs);
        } finally {
            call.unpublish();
        }
    }

    private Totals totals(Call call) {
        return new Totals(
                System.nanoTime(),
                CpuClock.processNs(node.pid()),
                node.metric("mediascope_relay_loop_cpu_seconds_total") * 1e9,
                node.metric("mediascope_relay_rtp_out_packets_total"),
                node.metric("mediascope_relay_sends_total"),
                node.metric("mediascope_relay_loop_allocated_bytes_total"),
                call.sent(),
                call.frames());
    }

    private record Totals(
            double wallNs,
            double processNs,
            double loopNs,
            double out,
            double sends,
            double allocated,
            double sent,
            double frames) {
        Totals minus(Totals earlier) {
            return new Totals(
                    wallNs - earlier.wallNs,
                    processNs - earlier.processNs,
                    loopNs - earlier.loopNs,
                    out - earlier.out,
                    sends - earlier.sends,
                    allocated - earlier.allocated,
                    sent - earlier.sent,
                    frames - earlier.frames);
        }
    }
}
