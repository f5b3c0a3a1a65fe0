package io.mediascope.sdk;

import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A client that publishes numbered frames and counts those of others. */
final class Guest implements ScopeListener, AutoCloseable {
    final NetworkConditions network = new NetworkConditions();
    final List<String> log = new CopyOnWriteArrayList<>();
    final Map<String, AtomicLong> frames = new ConcurrentHashMap<>();
    final Map<String, AtomicLong> gaps = new ConcurrentHashMap<>();
    final Map<MediaType, Transport> transports = new ConcurrentHashMap<>();
    final ScopeConnection connection;

    Guest(ScopeDescriptor.Builder descriptor) {
        connection = Mediascope.connect(
                descriptor
                        .networkConditions(network)
                        .reconnectWait(Duration.ofMillis(50), Duration.ofMillis(100))
                        .build(),
                this);
    }

    Guest joined() {
        connection.connected().toCompletableFuture().join();
        return this;
    }

    Guest publishing() {
        connection
                .publish(TrackSpec.audio("mic"), new Ticker(20, 60, false))
                .toCompletableFuture()
                .join();
        connection
                .publish(TrackSpec.video("cam"), new Ticker(40, 40_000, true))
                .toCompletableFuture()
                .join();
        return this;
    }

    long frames(String track) {
        return frames.getOrDefault(track, new AtomicLong()).get();
    }

    long gaps(String track) {
        return gaps.getOrDefault(track, new AtomicLong()).get();
    }

    void awaitFrames(String track, long more) {
        long before = frames(track);
        await("frames of " + track).atMost(Duration.ofSeconds(10)).until(() -> frames(track) >= before + more);
    }

    void awaitTransport(MediaType type, Transport transport) {
        await(type + " over " + transport)
                .atMost(Duration.ofSeconds(10))
                .until(() -> transports.get(type) == transport);
    }

    void awaitLog(String line) {
        await(line).atMost(Duration.ofSeconds(10)).until(() -> log.contains(line));
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        String name = track.userId() + "/" + track.trackId();
        log.add("published " + name);
        AtomicLong last = new AtomicLong(-1);
        track.attach(frame -> {
            long number = ByteBuffer.wrap(frame.data()).getLong(frame.data().length - 8);
            long before = last.getAndSet(number);
            if (before >= 0 && number != before + 1) {
                gaps.computeIfAbsent(name, n -> new AtomicLong()).addAndGet(Math.abs(number - before - 1));
            }
            frames.computeIfAbsent(name, n -> new AtomicLong()).incrementAndGet();
        });
    }

    @Override
    public void trackReplaced(RemoteTrack track) {
        log.add("replaced " + track.userId() + "/" + track.trackId());
    }

    @Override
    public void trackUnpublished(RemoteTrack track) {
        log.add("unpublished " + track.userId() + "/" + track.trackId());
    }

    @Override
    public void userLeft(String userId, LeaveReason reason) {
        log.add("left " + userId);
    }

    @Override
    public void userJoined(RemoteUser user) {
        log.add("joined " + user.userId());
    }

    @Override
    public void messageReceived(ReceivedMessage message) {
        log.add("message " + message.fromUser() + " " + message.topic());
    }

    @Override
    public void transportChanged(String userId, MediaType type, Transport transport, String detail) {
        if (userId.equals(connection.userId())) {
            log.add(type + " " + transport);
            transports.put(type, transport);
        }
    }

    @Override
    public void connectionLost(boolean willReconnect) {
        log.add("lost " + willReconnect);
    }

    @Override
    public void reconnected(boolean resumed) {
        log.add("reconnected " + resumed);
    }

    @Override
    public void disconnected() {
        log.add("disconnected");
    }

    @Override
    public void error(ErrorCode code, String text) {
        log.add("error " + code);
    }

    @Override
    public void close() {
        connection.disconnect().toCompletableFuture().join();
    }
}
