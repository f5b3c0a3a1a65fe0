package io.mediascope.bench;

import io.mediascope.load.NumberedSink;
import io.mediascope.load.NumberedSource;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ServiceLoop;
import io.mediascope.sdk.TrackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One publisher and N receivers in a scope of the node. The first, the middle and the last receiver share a loop of their own
 * and nothing else runs on it, so that they see the node's delay and not the queue of a thousand receivers in one process.
 */
final class Call implements AutoCloseable {
    private static final int LOOPS = 4;
    private static final int PROBES = 1;
    private static final int FIRST_BULK = 2;
    private static final int JOINS_AT_ONCE = 50;
    private static final String TRACK = "cam";

    private final List<ServiceLoop> loops = new ArrayList<>();
    private final List<ScopeConnection> connections = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final ScopeConnection publisher;
    private NumberedSource source = NumberedSource.video(1, 1);

    Call(BenchNode node, String scope, int count) {
        for (int i = 0; i < LOOPS; i++) {
            loops.add(ServiceLoop.create());
        }
        for (int i = 0; i < count; i++) {
            boolean probe = i == 0 || i == count / 2 || i == count - 1;
            ServiceLoop loop = loops.get(probe ? PROBES : FIRST_BULK + i % (LOOPS - FIRST_BULK));
            Receiver receiver = new Receiver(probe);
            receivers.add(receiver);
            connections.add(Mediascope.connect(
                    node.descriptor(scope, "receiver-" + i, loop).build(), receiver));
            if (i % JOINS_AT_ONCE == JOINS_AT_ONCE - 1) {
                await(connections.stream().map(ScopeConnection::connected));
            }
        }
        publisher = Mediascope.connect(
                node.descriptor(scope, "publisher", loops.get(0)).build(), new ScopeListener() {});
        connections.add(publisher);
        await(connections.stream().map(ScopeConnection::connected));
    }

    /** Publishes bursts, frame by frame; returns when every receiver gets them. */
    void publish(int frameBytes, int framesPerSecond) {
        receivers.forEach(Receiver::begin);
        source = NumberedSource.video(frameBytes, framesPerSecond);
        await(Stream.of(publisher.publish(TrackSpec.video(TRACK), source)));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (receivers.stream().anyMatch(receiver -> receiver.sink.totals().frames() == 0)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not every receiver got a frame within 30 s");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    void unpublish() {
        await(Stream.of(publisher.unpublish(TRACK)));
    }

    int size() {
        return receivers.size();
    }

    long sent() {
        return source.sent();
    }

    /** Frames that arrived whole, at all receivers. */
    long frames() {
        return receivers.stream().mapToLong(r -> r.sink.totals().frames()).sum();
    }

    void resetDelays() {
        receivers.forEach(receiver -> receiver.sink.resetDelays());
    }

    /** Delay of whole frames: the worst of the three receivers on the quiet loop. */
    long delayUs(double share) {
        return receivers.stream()
                        .filter(receiver -> receiver.probe)
                        .mapToLong(receiver -> receiver.sink.delayNs(share))
                        .max()
                        .orElse(0)
                / 1000;
    }

    static void pause(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        long left;
        while ((left = until - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private static void await(Stream<? extends CompletionStage<?>> stages) {
        CompletableFuture.allOf(stages.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(connections.stream().map(ScopeConnection::disconnect));
        loops.forEach(ServiceLoop::close);
    }

    private static final class Receiver implements ScopeListener {
        private final boolean probe;
        private volatile NumberedSink sink = new NumberedSink();

        Receiver(boolean probe) {
            this.probe = probe;
        }

        void begin() {
            sink = new NumberedSink();
        }

        @Override
        public void trackPublished(RemoteTrack track) {
            track.attach(sink);
        }
    }
}
