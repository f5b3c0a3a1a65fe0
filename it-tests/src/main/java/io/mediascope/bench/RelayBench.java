package io.mediascope.bench;

import io.mediascope.load.NumberedSink;
import io.mediascope.load.NumberedSource;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ServiceLoop;
import io.mediascope.sdk.TrackSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One publisher, N receivers: what a running node's CPU does per forwarded packet, beside the plain relay. */
final class RelayBench {
    static final int PACKET_BYTES = 1200;
    private static final int PAYLOAD_BYTES = 1170;
    private static final int LOOPS = 2;

    private final BenchNode node;
    private final Optional<Path> plainRelay;
    private final int seconds;

    RelayBench(BenchNode node, Optional<Path> plainRelay, int seconds) {
        this.node = node;
        this.plainRelay = plainRelay;
        this.seconds = seconds;
    }

    /** A load: bursts as a video sender makes them, frame by frame. */
    record Load(int receivers, int packetsPerBurst, int burstsPerSecond) {
        int packetsOutPerSecond() {
            return receivers * packetsPerBurst * burstsPerSecond;
        }
    }

    /** @param plainNs NaN without a C compiler */
    record Result(
            Load load,
            double nodeNs,
            double loopNs,
            double plainNs,
            double packetsPerSend,
            double forwardedShare,
            double allocatedBytes,
            long delayP50Us,
            long delayP99Us,
            double loopBusy) {
        static final String HEADER =
                """
                | receivers | packets out/s | node ns/packet | relay loop ns/packet | plain C ns/packet | ratio node/C | packets per send | arrived | garbage B/packet | delay p50 | p99 | loop busy |
                |---|---|---|---|---|---|---|---|---|---|---|---|""";

        String row() {
            return String.format(
                    "| %d | %d | %.0f | %.0f | %.0f | %.2f | %.1f | %.2f %% | %.0f | %d us | %d us | %.0f %% |",
                    load.receivers(),
                    load.packetsOutPerSecond(),
                    nodeNs,
                    loopNs,
                    plainNs,
                    nodeNs / plainNs,
                    packetsPerSend,
                    forwardedShare * 100,
                    allocatedBytes,
                    delayP50Us,
                    delayP99Us,
                    loopBusy * 100);
        }
    }

    Result run(Load load) throws IOException {
        double plain = plainRelay.isPresent() ? plain(plainRelay.get(), load) : Double.NaN;
        List<ServiceLoop> loops = new ArrayList<>();
        for (int i = 0; i <= LOOPS; i++) {
            loops.add(ServiceLoop.create());
        }
        String scope = "bench-" + load.receivers() + "-" + load.burstsPerSecond();
        List<ScopeConnection> connections = new ArrayList<>();
        List<NumberedSink> sinks = new ArrayList<>();
        try {
            for (int i = 0; i < load.receivers(); i++) {
                NumberedSink sink = new NumberedSink();
                sinks.add(sink);
                connections.add(Mediascope.connect(
                        node.descriptor(scope, "receiver-" + i, loops.get(1 + i % LOOPS))
                                .build(),
                        new Receiver(sink)));
                if (i % 50 == 49) {
                    joined(connections);
                }
            }
            joined(connections);
            NumberedSource source =
                    NumberedSource.video(PAYLOAD_BYTES * load.packetsPerBurst(), load.burstsPerSecond());
            ScopeConnection publisher = Mediascope.connect(
                    node.descriptor(scope, "publisher", loops.get(0)).build(), new ScopeListener() {});
            connections.add(publisher);
            publisher
                    .publish(TrackSpec.video("cam"), source)
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            awaitFrames(sinks);
            pause(3);
            return measure(load, plain, sinks, source);
        } finally {
            CompletableFuture.allOf(connections.stream()
                            .map(c -> c.disconnect().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            loops.forEach(ServiceLoop::close);
        }
    }

    private Result measure(Load load, double plain, List<NumberedSink> sinks, NumberedSource source) {
        sinks.forEach(NumberedSink::resetDelays);
        double outBefore = node.metric("mediascope_relay_rtp_out_packets_total");
        double sendsBefore = node.metric("mediascope_relay_sends_total");
        double allocatedBefore = node.metric("mediascope_relay_loop_allocated_bytes_total");
        long framesBefore = frames(sinks);
        long sentBefore = source.sent();
        long processBefore = CpuClock.processNs(node.pid());
        long loopBefore = CpuClock.threadsNs(node.pid(), "relay");
        long began = System.nanoTime();
        pause(seconds);
        long wallNs = System.nanoTime() - began;
        long processNs = CpuClock.processNs(node.pid()) - processBefore;
        long loopNs = CpuClock.threadsNs(node.pid(), "relay") - loopBefore;
        double out = node.metric("mediascope_relay_rtp_out_packets_total") - outBefore;
        double sends = node.metric("mediascope_relay_sends_total") - sendsBefore;
        double allocated = node.metric("mediascope_relay_loop_allocated_bytes_total") - allocatedBefore;
        double expectedFrames = (double) (source.sent() - sentBefore) * load.receivers();
        long frames = frames(sinks) - framesBefore;
        NumberedSink middle = sinks.get(sinks.size() / 2);
        return new Result(
                load,
                processNs / out,
                loopNs / out,
                plain,
                out / sends,
                frames / expectedFrames,
                allocated / out,
                middle.delayNs(0.5) / 1000,
                middle.delayNs(0.99) / 1000,
                (double) loopNs / wallNs);
    }

    private double plain(Path binary, Load load) throws IOException {
        try (UdpSinks sinks = new UdpSinks(load.receivers());
                PlainRelay relay = PlainRelay.start(binary, sinks.ports());
                Bursts bursts =
                        new Bursts(relay.port(), PACKET_BYTES, load.packetsPerBurst(), load.burstsPerSecond())) {
            pause(2);
            PlainRelay.Sample before = relay.sample();
            long sentBefore = bursts.sent();
            pause(seconds);
            long sent = bursts.sent() - sentBefore;
            PlainRelay.Sample spent = relay.sample().minus(before);
            if (spent.packetsIn() < sent * 0.98) {
                throw new IllegalStateException("the plain relay got " + spent.packetsIn() + " of " + sent
                        + " packets: too much load to compare");
            }
            return (double) spent.cpuNs() / spent.packetsOut();
        }
    }

    private static long frames(List<NumberedSink> sinks) {
        return sinks.stream().mapToLong(sink -> sink.totals().frames()).sum();
    }

    private static void joined(List<ScopeConnection> connections) {
        CompletableFuture.allOf(connections.stream()
                        .map(c -> c.connected().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }

    private static void awaitFrames(List<NumberedSink> sinks) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (sinks.stream().anyMatch(sink -> sink.totals().frames() == 0)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not every receiver got a frame within 30 s");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void pause(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long left;
        while ((left = until - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private static final class Receiver implements ScopeListener {
        private final NumberedSink sink;
        private @Nullable RemoteTrack track;

        Receiver(NumberedSink sink) {
            this.sink = sink;
        }

        @Override
        public void trackPublished(RemoteTrack published) {
            track = published;
            track.attach(sink);
        }
    }
}
