package io.mediascope.cluster.gateway;

import com.google.protobuf.ByteString;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.StreamKey;
import io.mediascope.transport.wire.v1.StreamKeys;
import java.util.List;

/** Participants, tracks, keys and endpoints as the wire carries them. */
final class TrackWriter {
    private TrackWriter() {}

    static io.mediascope.transport.wire.v1.ParticipantInfo participant(ParticipantInfo participant) {
        return io.mediascope.transport.wire.v1.ParticipantInfo.newBuilder()
                .setUserId(participant.userId())
                .setSessionId(participant.sessionId())
                .setClientKind(WireEnums.wire(participant.clientKind()))
                .addAllTracks(tracks(participant.tracks()))
                .setAudioTransport(WireEnums.wire(participant.audioTransport()))
                .setVideoTransport(WireEnums.wire(participant.videoTransport()))
                .build();
    }

    static List<io.mediascope.transport.wire.v1.TrackInfo> tracks(List<TrackInfo> tracks) {
        return tracks.stream().map(TrackWriter::track).toList();
    }

    private static io.mediascope.transport.wire.v1.TrackInfo track(TrackInfo track) {
        return io.mediascope.transport.wire.v1.TrackInfo.newBuilder()
                .setTrackId(track.trackId())
                .setKind(WireEnums.wire(track.kind()))
                .setCodec(WireEnums.wire(track.codec()))
                .addAllLayers(track.layers().stream().map(TrackWriter::layer).toList())
                .setLabel(track.label())
                .setMuted(track.muted())
                .build();
    }

    private static LayerInfo layer(TrackInfo.LayerInfo layer) {
        return LayerInfo.newBuilder()
                .setLayer(WireEnums.wire(layer.layer()))
                .setSsrc(layer.ssrc())
                .setIncarnation(layer.incarnation())
                .setMaxBitrateBps(layer.maxBitrateBps())
                .setWidth(layer.width())
                .setHeight(layer.height())
                .setMaxFrameRate(layer.maxFrameRate())
                .addAllKeys(layer.keys().stream().map(TrackWriter::key).toList())
                .build();
    }

    static StreamKey key(SrtpKey key) {
        return StreamKey.newBuilder()
                .setMki(key.mki())
                .setMasterKey(ByteString.copyFrom(key.masterKey()))
                .setMasterSalt(ByteString.copyFrom(key.masterSalt()))
                .build();
    }

    static StreamKeys rekeyed(ClientMessage.Rekeyed rekeyed) {
        return StreamKeys.newBuilder()
                .setSwitchAfterMs(rekeyed.switchAfterMs())
                .addAllStreams(rekeyed.streams().stream()
                        .map(s -> StreamKeys.Stream.newBuilder()
                                .setSsrc(s.ssrc())
                                .setKey(key(s.key()))
                                .build())
                        .toList())
                .build();
    }

    static io.mediascope.transport.wire.v1.HopKeys hop(HopKeys keys) {
        return io.mediascope.transport.wire.v1.HopKeys.newBuilder()
                .setClientSsrc(keys.clientSsrc())
                .setNodeSsrc(keys.nodeSsrc())
                .setClientToNode(key(keys.clientToNode()))
                .setNodeToClient(key(keys.nodeToClient()))
                .build();
    }

    static io.mediascope.transport.wire.v1.StunCredentials stun(StunCredentials credentials) {
        return io.mediascope.transport.wire.v1.StunCredentials.newBuilder()
                .setUfrag(credentials.ufrag())
                .setPassword(credentials.password())
                .build();
    }

    static io.mediascope.transport.wire.v1.MediaEndpoints endpoints(MediaEndpoints endpoints) {
        return io.mediascope.transport.wire.v1.MediaEndpoints.newBuilder()
                .addAllAudio(hostPorts(endpoints.audio()))
                .addAllVideo(hostPorts(endpoints.video()))
                .addAllMux(hostPorts(endpoints.mux()))
                .build();
    }

    static List<io.mediascope.transport.wire.v1.HostPort> hostPorts(List<HostPort> endpoints) {
        return endpoints.stream()
                .map(endpoint -> io.mediascope.transport.wire.v1.HostPort.newBuilder()
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .build())
                .toList();
    }
}
