package io.mediascope.ops.demo;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.ops.join.FrameGaps;
import io.mediascope.ops.join.MediaFiles;
import io.mediascope.ops.join.MeteredSink;
import io.mediascope.sdk.ErrorCode;
import io.mediascope.sdk.LeaveReason;
import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.NetworkConditions;
import io.mediascope.sdk.ReceivedMessage;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.RemoteUser;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ScopeStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One user of the demo: publishes the clips, records what it receives, tells what it sees. Callbacks on the SDK's thread. */
final class DemoClient implements ScopeListener {
    private final String user;
    private final Path recordDir;
    private final DemoLog log;
    private final NetworkConditions network = new NetworkConditions();
    private final Map<MediaType, Transport> transports = new ConcurrentHashMap<>();
    private final Map<String, FrameGaps> gaps = new ConcurrentHashMap<>();
    private final List<ReceivedMessage> messages = new CopyOnWriteArrayList<>();
    private final List<Path> recordings = new CopyOnWriteArrayList<>();
    private final ScopeConnection connection;
    private volatile @Nullable Topology topology;
    private volatile @Nullable String error;

    DemoClient(
            String user,
            ScopeDescriptor.Builder where,
            List<MediaFiles.Published> tracks,
            Path recordDir,
            DemoLog log) {
        this.user = user;
        this.recordDir = recordDir;
        this.log = log;
        this.connection = Mediascope.connect(where.networkConditions(network).build(), this);
        tracks.forEach(track -> connection.publish(track.spec(), track.source()));
    }

    String user() {
        return user;
    }

    NetworkConditions network() {
        return network;
    }

    boolean isConnected() {
        return connection.isConnected();
    }

    /** Audio and video both travel so. */
    boolean uses(Transport transport) {
        return transports.get(MediaType.AUDIO) == transport && transports.get(MediaType.VIDEO) == transport;
    }

    @Nullable
    Transport transport(MediaType type) {
        return transports.get(type);
    }

    /** What a failed step tells of this client. */
    String state() {
        return user + ": " + (isConnected() ? "connected" : "not connected") + ", audio "
                + transports.get(MediaType.AUDIO)
                + ", video " + transports.get(MediaType.VIDEO) + ", topology " + topology
                + (error == null ? "" : ", error " + error);
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    Topology topology() {
        return topology;
    }

    List<ReceivedMessage> messages() {
        return messages;
    }

    List<Path> recordings() {
        return recordings;
    }

    /** Frames until now, by {@code USER TRACK}. */
    Map<String, Long> frames() {
        Map<String, Long> frames = new TreeMap<>();
        gaps.forEach((stream, meter) -> frames.put(stream, meter.frames()));
        return frames;
    }

    /** The longest gap of each stream since the last call. */
    Map<String, Long> takeGapsMs() {
        Map<String, Long> longest = new TreeMap<>();
        gaps.forEach((stream, meter) -> longest.put(stream, meter.takeLongestMs(System.nanoTime())));
        return longest;
    }

    void send(@Nullable String toUser, String text) {
        connection.sendMessage(toUser, "demo", text.getBytes(StandardCharsets.UTF_8));
    }

    ScopeStatistics statistics() {
        return await(connection.statistics().toCompletableFuture(), user + "'s statistics");
    }

    void leave() {
        await(connection.disconnect().toCompletableFuture(), user + "'s leaving");
    }

    @Override
    public void userJoined(RemoteUser who) {
        log.seen(user + " sees " + who.userId());
    }

    @Override
    public void userLeft(String userId, LeaveReason reason) {
        log.seen(user + " sees " + userId + " leave (" + reason + ")");
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        FrameGaps meter = gaps.computeIfAbsent(track.userId() + " " + track.trackId(), stream -> new FrameGaps());
        Path file = MediaFiles.recordingOf(recordDir, user + "-hears-", track);
        try {
            track.attach(new MeteredSink(MediaFiles.record(file, track.kind()), meter));
            recordings.add(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void trackUnpublished(RemoteTrack track) {
        gaps.remove(track.userId() + " " + track.trackId());
    }

    @Override
    public void transportChanged(String userId, MediaType mediaType, Transport transport, String detail) {
        if (userId.equals(user) && transports.put(mediaType, transport) != transport) {
            log.seen(user + ": " + mediaType + " over " + transport + (detail.isEmpty() ? "" : " (" + detail + ")"));
        }
    }

    @Override
    public void topologyChanged(Topology changed, String reason) {
        topology = changed;
        log.seen(user + ": topology " + changed + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    @Override
    public void messageReceived(ReceivedMessage message) {
        messages.add(message);
        log.seen(user + " reads from " + message.fromUser() + (message.toAll() ? ": " : " (private): ")
                + new String(message.payload(), StandardCharsets.UTF_8));
    }

    @Override
    public void connectionLost(boolean willReconnect) {
        log.seen(user + ": connection lost");
    }

    @Override
    public void reconnected(boolean resumed) {
        log.seen(user + ": reconnected");
    }

    @Override
    public void error(ErrorCode code, String text) {
        error = code + ": " + text;
        log.seen(user + ": error " + code + ": " + text);
    }

    private static <T> T await(CompletableFuture<T> done, String what) {
        try {
            return done.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted while waiting for " + what);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoFailure(what + " did not come: " + e);
        }
    }
}
