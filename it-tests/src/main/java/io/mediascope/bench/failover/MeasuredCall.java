package io.mediascope.bench.failover;

import io.mediascope.load.NumberedSink;
import io.mediascope.load.NumberedSource;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.TrackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Three users who all send audio and video and watch how long each stream stays away. */
final class MeasuredCall implements AutoCloseable {
    private static final List<String> USERS = List.of("ann", "bob", "eve");
    private static final int STREAMS = USERS.size() * (USERS.size() - 1) * 2;
    private static final long POLL_MS = 20;
    private static final int REQUEST_SECONDS = 30;

    private final List<ScopeConnection> connections = new ArrayList<>();
    private final Map<String, NumberedSink> sinks = new ConcurrentHashMap<>();
    private final AtomicLong lastLossNs = new AtomicLong();
    private volatile long markNs;
    private volatile long missingAtMark;

    /** How a user joins. */
    interface Door {
        ScopeDescriptor.Builder descriptor(String user);
    }

    private MeasuredCall() {}

    /** Returns when everybody gets everything. */
    static MeasuredCall start(Door door) throws Exception {
        MeasuredCall call = new MeasuredCall();
        try {
            for (String user : USERS) {
                call.join(user, door.descriptor(user).statisticsInterval(Duration.ZERO));
            }
            call.awaitFrames(25, 60);
            return call;
        } catch (Exception e) {
            call.close();
            throw e;
        }
    }

    private void join(String user, ScopeDescriptor.Builder descriptor) throws Exception {
        ScopeConnection connection = Mediascope.connect(descriptor.build(), new ScopeListener() {
            @Override
            public void trackPublished(RemoteTrack track) {
                track.attach(sinks.computeIfAbsent(
                        user + " " + track.userId() + "/" + track.trackId(), key -> new NumberedSink()));
            }

            @Override
            public void connectionLost(boolean willReconnect) {
                lastLossNs.set(System.nanoTime());
            }
        });
        connections.add(connection);
        connection.connected().toCompletableFuture().get(REQUEST_SECONDS, TimeUnit.SECONDS);
        connection.publish(TrackSpec.audio("mic"), NumberedSource.audio(80, 50));
        connection.publish(TrackSpec.video("cam"), NumberedSource.video(3_000, 25));
    }

    /** From now on gaps count. */
    void mark() {
        sinks.values().forEach(NumberedSink::resetGap);
        missingAtMark = missing();
        markNs = System.nanoTime();
    }

    /** From the mark until the last client that lost its link knew it; negative when none lost it. */
    long noticedMs() {
        long lossNs = lastLossNs.get();
        return lossNs < markNs ? -1 : (lossNs - markNs) / 1_000_000;
    }

    /** Frames of all streams that were sent since the mark and never came, up to the last one that came. */
    long framesLost() {
        return missing() - missingAtMark;
    }

    private long missing() {
        return sinks.values().stream()
                .mapToLong(sink -> sink.totals().missing())
                .sum();
    }

    /** The longest time that a stream stayed away since the mark, in milliseconds. */
    long longestGapMs() {
        return sinks.values().stream()
                .mapToLong(NumberedSink::longestGapMs)
                .max()
                .orElse(0);
    }

    /** Waits until each stream has brought {@code more} frames from now on. */
    void awaitFrames(int more, int seconds) throws InterruptedException, TimeoutException {
        Map<String, Long> before = new HashMap<>();
        sinks.forEach((stream, sink) -> before.put(stream, sink.totals().frames()));
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (sinks.size() < STREAMS
                || !sinks.entrySet().stream()
                        .allMatch(entry ->
                                entry.getValue().totals().frames() >= before.getOrDefault(entry.getKey(), 0L) + more)) {
            if (System.nanoTime() > deadlineNs) {
                throw new TimeoutException("a stream has not come back within " + seconds + " s");
            }
            Thread.sleep(POLL_MS);
        }
    }

    @Override
    public void close() {
        for (ScopeConnection connection : connections) {
            Leaving.of(connection, REQUEST_SECONDS);
        }
    }
}
