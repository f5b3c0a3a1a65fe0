package io.mediascope.sdk;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.srtp.HopDirection;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.HostPort;
import io.mediascope.transport.wire.v1.LayerRequest;
import io.mediascope.transport.wire.v1.P2pNotice;
import io.mediascope.transport.wire.v1.P2pStart;
import io.mediascope.transport.wire.v1.StreamKey;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import java.net.InetSocketAddress;
import java.util.List;

/** What a {@link FakeNode} says, out of what its relay works with, and the other way round. */
final class FakeMessages {
    private FakeMessages() {}

    static RouteSubscription subscription(SubscriptionRequest request) {
        return new RouteSubscription(
                switch (request.getMode()) {
                    case MODE_NONE -> RouteSubscription.Mode.NONE;
                    case MODE_LISTED -> RouteSubscription.Mode.LISTED;
                    default -> RouteSubscription.Mode.ALL;
                },
                request.getListedList().stream()
                        .map(t -> new TrackKey(t.getUserId(), t.getTrackId()))
                        .toList(),
                List.of());
    }

    static RouteSubscription with(RouteSubscription before, LayerRequest request) {
        LayerName layer = Wire.layer(request.getLayer());
        return new RouteSubscription(
                before.mode(),
                before.listed(),
                List.of(new RouteSubscription.LayerChoice(
                        new TrackKey(
                                request.getTrack().getUserId(),
                                request.getTrack().getTrackId()),
                        layer == null ? LayerName.HIGH : layer,
                        request.getPaused())));
    }

    static Envelope notice(P2pNotice.Builder notice) {
        return Envelope.newBuilder().setP2PNotice(notice.setAttempt(1)).build();
    }

    static Envelope p2pStart(String peer, StunCredentials local, StunCredentials remote, HopKeys keys) {
        return notice(P2pNotice.newBuilder()
                .setStart(P2pStart.newBuilder()
                        .setPeerUserId(peer)
                        .setLocal(stun(local))
                        .setRemote(stun(remote))
                        .setRtcp(wire(keys))));
    }

    static HopKeys hopKeys(String sessionId, int epoch) {
        return new HopKeys(
                21,
                22,
                StreamKeyDerivation.hop(FakeNode.SECRET, sessionId, epoch, 0, HopDirection.CLIENT_TO_NODE),
                StreamKeyDerivation.hop(FakeNode.SECRET, sessionId, epoch, 0, HopDirection.NODE_TO_CLIENT));
    }

    static StreamKey wire(SrtpKey key) {
        return StreamKey.newBuilder()
                .setMki(key.mki())
                .setMasterKey(ByteString.copyFrom(key.masterKey()))
                .setMasterSalt(ByteString.copyFrom(key.masterSalt()))
                .build();
    }

    static io.mediascope.transport.wire.v1.HopKeys wire(HopKeys keys) {
        return io.mediascope.transport.wire.v1.HopKeys.newBuilder()
                .setClientSsrc(keys.clientSsrc())
                .setNodeSsrc(keys.nodeSsrc())
                .setClientToNode(wire(keys.clientToNode()))
                .setNodeToClient(wire(keys.nodeToClient()))
                .build();
    }

    static io.mediascope.transport.wire.v1.StunCredentials stun(StunCredentials stun) {
        return io.mediascope.transport.wire.v1.StunCredentials.newBuilder()
                .setUfrag(stun.ufrag())
                .setPassword(stun.password())
                .build();
    }

    static List<HostPort> wire(List<InetSocketAddress> addresses) {
        return addresses.stream().map(Wire::hostPort).toList();
    }
}
