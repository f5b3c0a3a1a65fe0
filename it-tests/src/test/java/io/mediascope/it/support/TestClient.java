package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import io.mediascope.load.NumberedSink;
import io.mediascope.load.NumberedSource;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
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
import io.mediascope.sdk.TrackSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An SDK client that writes down what happens to it, publishes numbered media and counts what it receives. */
public final class TestClient implements ScopeListener, AutoCloseable {
    public final String name;
    public final NetworkConditions network;
    public final ScopeConnection connection;
    /** Everything in order, one line each: the client's own history. */
    public final List<String> log = new CopyOnWriteArrayList<>();

    public final List<ReceivedMessage> messages = new CopyOnWriteArrayList<>();
    public final List<ErrorCode> errors = new CopyOnWriteArrayList<>();
    public final NumberedSource audio = NumberedSource.audio(80, 50);
    public final NumberedSource video = NumberedSource.video(3000, 25).adapting();
    private final Map<String, NumberedSink> sinks = new ConcurrentHashMap<>();
    private final Map<String, Transport> transports = new ConcurrentHashMap<>();
    private volatile Topology topology = Topology.RELAY;
    private volatile boolean ended;

    public TestClient(String name, ScopeDescriptor.Builder descriptor) {
        this(name, descriptor, new NetworkConditions());
    }

    public TestClient(String name, ScopeDescriptor.Builder descriptor, NetworkConditions network) {
        this.name = name;
        this.network = network;
        this.connection =
                Mediascope.connect(descriptor.networkConditions(network).build(), this);
    }

    /** Publishes audio and video and waits until the node has accepted them. */
    public TestClient publishing() {
        publishAudio();
        return publishVideo();
    }

    public TestClient publishAudio() {
        join(connection.publish(TrackSpec.audio("mic"), audio));
        return this;
    }

    public TestClient publishVideo() {
        join(connection.publish(TrackSpec.video("cam"), video));
        return this;
    }

    public TestClient joined() {
        join(connection.connected());
        return this;
    }

    public void send(String toUser, String text) {
        join(connection.sendMessage(toUser, "test", text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The sink of another's track; frames are counted from the moment the track is known. */
    public NumberedSink sink(String user, String track) {
        return sinks.computeIfAbsent(user + "/" + track, key -> new NumberedSink());
    }

    public Transport transport(MediaType type) {
        return transports.get(type.name());
    }

    public Topology topology() {
        return topology;
    }

    public boolean ended() {
        return ended;
    }

    public ScopeStatistics statistics() {
        return join(connection.statistics());
    }

    /** The bitrate that the network is believed to carry of the own video; 0 while nothing is known, or too little. */
    public long videoTargetBps() {
        return statistics().sent().stream()
                .filter(stream -> stream.kind() == TrackKind.VIDEO)
                .mapToLong(ScopeStatistics.SentStream::targetBitrateBps)
                .findFirst()
                .orElse(0);
    }

    public TestClient awaitTransport(MediaType type, Transport expected, Duration within) {
        return until(name + " has " + expected + " for " + type, within, () -> transport(type) == expected);
    }

    public TestClient awaitTopology(Topology expected, Duration within) {
        return until(name + " is told " + expected, within, () -> topology == expected);
    }

    /** Waits until {@code count} more frames of another's track have arrived. */
    public TestClient awaitFrames(String user, String track, long count, Duration within) {
        long before = sink(user, track).totals().frames();
        return until(
                name + " gets " + count + " frames of " + user + "/" + track,
                within,
                () -> sink(user, track).totals().frames() >= before + count);
    }

    public TestClient until(String what, Duration within, BooleanSupplier condition) {
        await(what).atMost(within).pollInterval(20, TimeUnit.MILLISECONDS).until(condition::getAsBoolean);
        return this;
    }

    /** What this client saw of one kind, without the kind. */
    public List<String> seen(String kind) {
        return log.stream()
                .filter(line -> line.startsWith(kind + " "))
                .map(line -> line.substring(kind.length() + 1))
                .toList();
    }

    @Override
    public void connected(ScopeConnection me) {
        log.add("connected " + me.userId());
    }

    @Override
    public void userJoined(RemoteUser user) {
        log.add("joined " + user.userId());
    }

    @Override
    public void userLeft(String userId, LeaveReason reason) {
        log.add("left " + userId + " " + reason);
    }

    @Override
    public void userReconnected(String userId) {
        log.add("userReconnected " + userId);
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        log.add("published " + track.userId() + "/" + track.trackId());
        if (track.kind() != TrackKind.SCREEN) {
            track.attach(sink(track.userId(), track.trackId()));
        }
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
    public void transportChanged(String userId, MediaType mediaType, Transport transport, String detail) {
        log.add("transport " + userId + " " + mediaType + " " + transport);
        if (userId.equals(connection.userId())) {
            transports.put(mediaType.name(), transport);
        }
    }

    @Override
    public void topologyChanged(Topology changed, String reason) {
        log.add("topology " + changed + " " + reason);
        topology = changed;
    }

    @Override
    public void messageReceived(ReceivedMessage message) {
        messages.add(message);
    }

    @Override
    public void connectionLost(boolean willReconnect) {
        log.add("connectionLost " + willReconnect);
    }

    @Override
    public void reconnected(boolean resumed) {
        log.add("reconnected " + resumed);
    }

    @Override
    public void disconnected() {
        log.add("disconnected -");
        ended = true;
    }

    @Override
    public void error(ErrorCode code, String text) {
        log.add("error " + code + " " + text);
        errors.add(code);
    }

    @Override
    public void close() {
        join(connection.disconnect());
    }

    /** The result of a stage within 30 s; what went wrong comes as the stage's own exception. */
    public static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
