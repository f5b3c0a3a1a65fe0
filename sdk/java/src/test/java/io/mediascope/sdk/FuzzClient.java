package io.mediascope.sdk;

import com.google.protobuf.ByteString;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Codec;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.LayerName;
import io.mediascope.transport.wire.v1.StreamKey;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.mediascope.transport.wire.v1.TrackKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A client that has no node and reaches nobody; checks that what its listener hears makes sense. */
final class FuzzClient implements ScopeListener {
    static final SrtpKey KEY = new SrtpKey(1, new byte[16], new byte[12]);
    static final HopKeys KEYS = new HopKeys(
            31, 32, KEY, new SrtpKey(1, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[12]));
    private static final ServiceLoop LOOP = ServiceLoop.create();

    final ScopeClient client;
    private final Set<String> users = new HashSet<>();
    private final Set<String> tracks = new HashSet<>();
    private final List<String> wrongs = new ArrayList<>();

    FuzzClient() {
        client = new ScopeClient(
                ScopeDescriptor.builder("app", "scope")
                        .link("127.0.0.1:1")
                        .token("none")
                        .serviceLoop(LOOP)
                        .transportPolicy(TransportPolicy.UDP)
                        .networkConditions(
                                new NetworkConditions().setUdpBlocked(true).setDirectBlocked(true))
                        .build(),
                this);
    }

    /** Runs {@code script} on the service thread, ends the client, and throws what went wrong. */
    void run(Runnable script) {
        CompletableFuture.runAsync(
                        () -> {
                            client.welcomed(
                                    AuthResponse.newBuilder().setUserId("self").build(),
                                    new RelayTransport.Target(
                                            new HostPort("127.0.0.1", 1),
                                            List.of(),
                                            List.of(),
                                            List.of(),
                                            new StunCredentials("ufrag", "password"),
                                            new byte[0]),
                                    KEYS,
                                    true);
                            client.publish(TrackSpec.video("t0"), new Ticker(1_000_000, 100, true));
                            script.run();
                        },
                        LOOP::execute)
                .whenComplete((done, failure) -> client.disconnect())
                .join();
        client.closed().toCompletableFuture().join();
        if (!wrongs.isEmpty()) {
            throw new AssertionError(wrongs.toString());
        }
    }

    static TrackInfo track(String id, int ssrc, int incarnation, boolean video) {
        return TrackInfo.newBuilder()
                .setTrackId(id)
                .setKind(video ? TrackKind.TRACK_KIND_VIDEO : TrackKind.TRACK_KIND_AUDIO)
                .setCodec(video ? Codec.CODEC_VP8 : Codec.CODEC_OPUS)
                .addLayers(LayerInfo.newBuilder()
                        .setLayer(LayerName.LAYER_NAME_HIGH)
                        .setSsrc(ssrc)
                        .setIncarnation(incarnation)
                        .addKeys(StreamKey.newBuilder()
                                .setMki(KEY.mki())
                                .setMasterKey(ByteString.copyFrom(KEY.masterKey()))
                                .setMasterSalt(ByteString.copyFrom(KEY.masterSalt()))))
                .build();
    }

    private void expect(boolean right, String what) {
        if (!right) {
            wrongs.add(what);
        }
    }

    @Override
    public void userJoined(RemoteUser user) {
        expect(users.add(user.userId()), "joined twice: " + user.userId());
    }

    @Override
    public void userLeft(String userId, LeaveReason reason) {
        expect(users.remove(userId), "left without having joined: " + userId);
        expect(tracks.stream().noneMatch(t -> t.startsWith(userId + "/")), "left before its tracks: " + userId);
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        expect(users.contains(track.userId()), "a track of nobody: " + track.userId());
        expect(tracks.add(track.userId() + "/" + track.trackId()), "published twice: " + track.trackId());
        track.attach(frame -> {});
    }

    @Override
    public void trackUnpublished(RemoteTrack track) {
        expect(tracks.remove(track.userId() + "/" + track.trackId()), "unpublished twice: " + track.trackId());
    }

    @Override
    public void trackReplaced(RemoteTrack track) {
        expect(tracks.contains(track.userId() + "/" + track.trackId()), "replaced unseen: " + track.trackId());
    }

    @Override
    public void error(ErrorCode code, String text) {
        expect(code != ErrorCode.APPLICATION_CALLBACK_FAILED, text);
    }
}
