package io.mediascope.sdk;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.mediascope.transport.wire.v1.TracksPublished;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** One client of a {@link FakeNode}. */
final class FakeMember {
    final String userId;
    final String sessionId;
    final StunCredentials stun;
    final List<TrackInfo> tracks = new ArrayList<>();
    final List<RouteStream> streams = new ArrayList<>();

    @Nullable
    Link link;

    int linkEpoch;
    int incarnation;
    HopKeys hop;
    RouteSubscription subscription = RouteSubscription.ALL;

    FakeMember(String userId, String sessionId, int loopIndex) {
        this.userId = userId;
        this.sessionId = sessionId;
        this.stun = new StunCredentials("%02x%s".formatted(loopIndex, sessionId), "password-of-" + userId);
        this.hop = FakeMessages.hopKeys(sessionId, 0);
    }

    void publish(TrackOffer offer, IntSupplier ssrcs) {
        TrackInfo.Builder track = TrackInfo.newBuilder()
                .setTrackId(offer.getTrackId())
                .setKind(offer.getKind())
                .setCodec(offer.getCodec());
        boolean audio = offer.getKind() == io.mediascope.transport.wire.v1.TrackKind.TRACK_KIND_AUDIO;
        for (LayerOffer layer : offer.getLayersList()) {
            int ssrc = ssrcs.getAsInt();
            SrtpKey key = StreamKeyDerivation.stream(FakeNode.SECRET, sessionId, incarnation, ssrc, 0);
            LayerName name = Wire.layer(layer.getLayer());
            streams.add(new RouteStream(
                    offer.getTrackId(),
                    audio ? TrackKind.AUDIO : TrackKind.VIDEO,
                    name == null ? LayerName.HIGH : name,
                    audio ? Codec.OPUS : Codec.VP8,
                    ssrc,
                    incarnation,
                    List.of(key),
                    0));
            track.addLayers(LayerInfo.newBuilder()
                    .setLayer(layer.getLayer())
                    .setSsrc(ssrc)
                    .setIncarnation(incarnation)
                    .addKeys(FakeMessages.wire(key)));
        }
        tracks.add(track.build());
    }

    ParticipantInfo info() {
        return ParticipantInfo.newBuilder()
                .setUserId(userId)
                .setSessionId(sessionId)
                .addAllTracks(tracks)
                .build();
    }

    TracksPublished published() {
        return TracksPublished.newBuilder()
                .setUserId(userId)
                .addAllTracks(tracks)
                .build();
    }
}
