package io.mediascope.cluster.gateway;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.RefusalReason;
import org.jspecify.annotations.Nullable;

/** The wire's enums and the domain's. Names decide, never numbers; what a client may leave out has a default here. */
final class WireEnums {
    private WireEnums() {}

    static ClientKind clientKind(io.mediascope.transport.wire.v1.ClientKind wire) {
        return switch (wire) {
            case CLIENT_KIND_NATIVE -> ClientKind.NATIVE;
            case CLIENT_KIND_BROWSER -> ClientKind.BROWSER;
            default -> throw new BadMessageException("client_kind must be NATIVE or BROWSER");
        };
    }

    static io.mediascope.transport.wire.v1.ClientKind wire(ClientKind kind) {
        return io.mediascope.transport.wire.v1.ClientKind.valueOf("CLIENT_KIND_" + kind.name());
    }

    static TrackKind trackKind(io.mediascope.transport.wire.v1.TrackKind wire) {
        return switch (wire) {
            case TRACK_KIND_AUDIO -> TrackKind.AUDIO;
            case TRACK_KIND_VIDEO -> TrackKind.VIDEO;
            case TRACK_KIND_SCREEN -> TrackKind.SCREEN;
            default -> throw new BadMessageException("a track's kind must be AUDIO, VIDEO or SCREEN");
        };
    }

    static io.mediascope.transport.wire.v1.TrackKind wire(TrackKind kind) {
        return io.mediascope.transport.wire.v1.TrackKind.valueOf("TRACK_KIND_" + kind.name());
    }

    static Codec codec(io.mediascope.transport.wire.v1.Codec wire) {
        return switch (wire) {
            case CODEC_OPUS -> Codec.OPUS;
            case CODEC_VP8 -> Codec.VP8;
            case CODEC_H264 -> Codec.H264;
            case CODEC_VP9 -> Codec.VP9;
            case CODEC_AV1 -> Codec.AV1;
            default -> throw new BadMessageException("a track's codec must be OPUS, VP8, H264, VP9 or AV1");
        };
    }

    static io.mediascope.transport.wire.v1.Codec wire(Codec codec) {
        return io.mediascope.transport.wire.v1.Codec.valueOf("CODEC_" + codec.name());
    }

    static LayerName layer(io.mediascope.transport.wire.v1.LayerName wire) {
        return switch (wire) {
            case LAYER_NAME_HIGH -> LayerName.HIGH;
            case LAYER_NAME_LOW -> LayerName.LOW;
            default -> throw new BadMessageException("a layer must be HIGH or LOW");
        };
    }

    static io.mediascope.transport.wire.v1.LayerName wire(LayerName layer) {
        return io.mediascope.transport.wire.v1.LayerName.valueOf("LAYER_NAME_" + layer.name());
    }

    static io.mediascope.transport.wire.v1.MediaType wire(MediaType type) {
        return io.mediascope.transport.wire.v1.MediaType.valueOf("MEDIA_TYPE_" + type.name());
    }

    static io.mediascope.transport.wire.v1.Transport wire(@Nullable Transport transport) {
        return transport == null
                ? io.mediascope.transport.wire.v1.Transport.TRANSPORT_UNSPECIFIED
                : io.mediascope.transport.wire.v1.Transport.valueOf("TRANSPORT_" + transport.name());
    }

    static io.mediascope.transport.wire.v1.Topology wire(Topology topology) {
        return io.mediascope.transport.wire.v1.Topology.valueOf("TOPOLOGY_" + topology.name());
    }

    static io.mediascope.transport.wire.v1.LeaveReason wire(LeaveReason reason) {
        return io.mediascope.transport.wire.v1.LeaveReason.valueOf(reason.name());
    }

    static io.mediascope.transport.wire.v1.RefusalReason wire(RefusalReason reason) {
        return io.mediascope.transport.wire.v1.RefusalReason.valueOf(reason.name());
    }
}
