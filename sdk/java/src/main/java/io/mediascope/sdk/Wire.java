package io.mediascope.sdk;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.sdk.stream.StreamId;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.HostPort;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.StreamKey;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.mediascope.transport.wire.v1.TrackRef;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Between the wire's messages and the SDK's values. What a later version may say becomes null, never an exception. */
final class Wire {
    private static final int KEY_BYTES = 16;
    private static final int SALT_BYTES = 12;
    private static final int MAX_CREDENTIAL = 128;
    private static final int MAX_HOST = 253;
    private static final int MAX_NAMES = 4;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    private Wire() {}

    static @Nullable MediaType mediaType(io.mediascope.transport.wire.v1.MediaType type) {
        return switch (type) {
            case MEDIA_TYPE_AUDIO -> MediaType.AUDIO;
            case MEDIA_TYPE_VIDEO -> MediaType.VIDEO;
            default -> null;
        };
    }

    static @Nullable Transport transport(io.mediascope.transport.wire.v1.Transport transport) {
        return switch (transport) {
            case TRANSPORT_UDP_RELAY -> Transport.UDP_RELAY;
            case TRANSPORT_UDP_P2P -> Transport.UDP_P2P;
            case TRANSPORT_TCP -> Transport.TCP;
            default -> null;
        };
    }

    static Topology topology(io.mediascope.transport.wire.v1.Topology topology) {
        return topology == io.mediascope.transport.wire.v1.Topology.TOPOLOGY_PEER_TO_PEER
                ? Topology.PEER_TO_PEER
                : Topology.RELAY;
    }

    static @Nullable TrackKind kind(io.mediascope.transport.wire.v1.TrackKind kind) {
        return switch (kind) {
            case TRACK_KIND_AUDIO -> TrackKind.AUDIO;
            case TRACK_KIND_VIDEO -> TrackKind.VIDEO;
            case TRACK_KIND_SCREEN -> TrackKind.SCREEN;
            default -> null;
        };
    }

    static @Nullable Codec codec(io.mediascope.transport.wire.v1.Codec codec) {
        return switch (codec) {
            case CODEC_OPUS -> Codec.OPUS;
            case CODEC_VP8 -> Codec.VP8;
            case CODEC_H264 -> Codec.H264;
            case CODEC_VP9 -> Codec.VP9;
            case CODEC_AV1 -> Codec.AV1;
            default -> null;
        };
    }

    static @Nullable LayerName layer(io.mediascope.transport.wire.v1.LayerName layer) {
        return switch (layer) {
            case LAYER_NAME_HIGH -> LayerName.HIGH;
            case LAYER_NAME_LOW -> LayerName.LOW;
            default -> null;
        };
    }

    static io.mediascope.transport.wire.v1.LayerName layer(LayerName layer) {
        return layer == LayerName.HIGH
                ? io.mediascope.transport.wire.v1.LayerName.LAYER_NAME_HIGH
                : io.mediascope.transport.wire.v1.LayerName.LAYER_NAME_LOW;
    }

    static LeaveReason leaveReason(io.mediascope.transport.wire.v1.LeaveReason reason) {
        return switch (reason) {
            case CLIENT_LEFT -> LeaveReason.CLIENT_LEFT;
            case LINK_LOST -> LeaveReason.LINK_LOST;
            case NODE_LOST -> LeaveReason.NODE_LOST;
            case REMOVED -> LeaveReason.REMOVED;
            case REPLACED -> LeaveReason.REPLACED;
            case SCOPE_CLOSED -> LeaveReason.SCOPE_CLOSED;
            default -> LeaveReason.UNKNOWN;
        };
    }

    /** Null when the node left out what media needs. */
    static RelayTransport.@Nullable Target target(AuthResponse welcome, io.mediascope.sdk.link.HostPort node) {
        StunCredentials stun = stun(welcome.getStun());
        return stun == null
                ? null
                : new RelayTransport.Target(
                        node,
                        addresses(welcome.getEndpoints().getAudioList()),
                        addresses(welcome.getEndpoints().getVideoList()),
                        addresses(welcome.getEndpoints().getMuxList()),
                        stun,
                        welcome.getMediaTicket().toByteArray());
    }

    /** Null when they are empty or too long (RFC 8489 section 14.3). */
    static @Nullable StunCredentials stun(io.mediascope.transport.wire.v1.StunCredentials credentials) {
        String ufrag = credentials.getUfrag();
        String password = credentials.getPassword();
        return ufrag.isEmpty()
                        || ufrag.length() > MAX_CREDENTIAL
                        || password.isEmpty()
                        || password.length() > MAX_CREDENTIAL
                ? null
                : new StunCredentials(ufrag, password);
    }

    /** Null when a key has not the lengths of AES-GCM. */
    static @Nullable SrtpKey key(StreamKey key) {
        return key.getMasterKey().size() == KEY_BYTES
                        && key.getMasterSalt().size() == SALT_BYTES
                        && key.getMki() >= 0
                        && key.getMki() <= 255
                ? new SrtpKey(
                        key.getMki(),
                        key.getMasterKey().toByteArray(),
                        key.getMasterSalt().toByteArray())
                : null;
    }

    static List<SrtpKey> keys(LayerInfo layer) {
        List<SrtpKey> keys = new ArrayList<>();
        for (StreamKey wire : layer.getKeysList()) {
            SrtpKey key = key(wire);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    static @Nullable HopKeys hopKeys(io.mediascope.transport.wire.v1.HopKeys keys) {
        SrtpKey up = key(keys.getClientToNode());
        SrtpKey down = key(keys.getNodeToClient());
        return up == null || down == null ? null : new HopKeys(keys.getClientSsrc(), keys.getNodeSsrc(), up, down);
    }

    /** Null when the layer is of a kind that this version does not know. */
    static @Nullable StreamId streamId(String userId, TrackInfo track, LayerInfo layer) {
        TrackKind kind = kind(track.getKind());
        Codec codec = codec(track.getCodec());
        LayerName name = layer(layer.getLayer());
        return kind == null || codec == null || name == null
                ? null
                : new StreamId(userId, track.getTrackId(), kind, codec, name, layer.getSsrc(), layer.getIncarnation());
    }

    static TrackOffer offer(TrackSpec spec) {
        TrackOffer.Builder offer = TrackOffer.newBuilder()
                .setTrackId(spec.trackId())
                .setKind(
                        switch (spec.kind()) {
                            case AUDIO -> io.mediascope.transport.wire.v1.TrackKind.TRACK_KIND_AUDIO;
                            case VIDEO -> io.mediascope.transport.wire.v1.TrackKind.TRACK_KIND_VIDEO;
                            case SCREEN -> io.mediascope.transport.wire.v1.TrackKind.TRACK_KIND_SCREEN;
                        })
                .setCodec(
                        spec.codec() == Codec.OPUS
                                ? io.mediascope.transport.wire.v1.Codec.CODEC_OPUS
                                : io.mediascope.transport.wire.v1.Codec.CODEC_VP8)
                .setLabel(spec.label());
        for (TrackSpec.Layer layer : spec.layers()) {
            offer.addLayers(LayerOffer.newBuilder()
                    .setLayer(layer(layer.name()))
                    .setMaxBitrateBps(layer.maxBitrateBps())
                    .setWidth(layer.width())
                    .setHeight(layer.height())
                    .setMaxFrameRate(layer.maxFrameRate()));
        }
        return offer.build();
    }

    static SubscriptionRequest subscription(Subscription subscription) {
        SubscriptionRequest.Builder request = SubscriptionRequest.newBuilder()
                .setMode(
                        switch (subscription.mode()) {
                            case ALL -> SubscriptionRequest.Mode.MODE_ALL;
                            case LISTED -> SubscriptionRequest.Mode.MODE_LISTED;
                            case NONE -> SubscriptionRequest.Mode.MODE_NONE;
                        });
        for (Subscription.Wanted wanted : subscription.listed()) {
            request.addListed(track(wanted.userId(), wanted.trackId()));
        }
        return request.build();
    }

    static TrackRef track(String userId, String trackId) {
        return TrackRef.newBuilder().setUserId(userId).setTrackId(trackId).build();
    }

    static HostPort hostPort(InetSocketAddress address) {
        return HostPort.newBuilder()
                .setHost(NetUtil.toAddressString(address.getAddress()))
                .setPort(address.getPort())
                .build();
    }

    /** Host names among a node's endpoints, unresolved; never asked for where a peer may have made them up. */
    static List<InetSocketAddress> names(List<HostPort> wire) {
        return wire.stream()
                .filter(h -> h.getPort() > 0 && h.getPort() < 65_536)
                .filter(h -> h.getHost().length() <= MAX_HOST
                        && HOST.matcher(h.getHost()).matches())
                .filter(h -> NetUtil.createByteArrayFromIpAddressString(h.getHost()) == null)
                .limit(MAX_NAMES)
                .map(h -> InetSocketAddress.createUnresolved(h.getHost(), h.getPort()))
                .toList();
    }

    /** The literal addresses. */
    static List<InetSocketAddress> addresses(List<HostPort> wire) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (HostPort hostPort : wire) {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(hostPort.getHost());
            int port = hostPort.getPort();
            if (bytes != null && port > 0 && port < 65_536) {
                try {
                    addresses.add(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
                } catch (UnknownHostException e) {
                    throw new IllegalStateException("4 or 16 bytes are an address", e);
                }
            }
        }
        return addresses;
    }

    static ByteString bytes(byte @Nullable [] bytes) {
        return bytes == null ? ByteString.EMPTY : ByteString.copyFrom(bytes);
    }
}
