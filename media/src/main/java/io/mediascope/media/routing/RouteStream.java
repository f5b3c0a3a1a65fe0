package io.mediascope.media.routing;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.srtp.SrtpKey;
import java.util.List;

/**
 * One layer of one published track: what arrives under one SSRC.
 *
 * @param trackId unique within its participant
 * @param incarnation rises with each publication of the layer; each has its own SSRC and keys
 * @param keys newest first; the packet's MKI selects one
 * @param maxBitrateBps 0 = unlimited
 */
public record RouteStream(
        String trackId,
        TrackKind kind,
        LayerName layer,
        Codec codec,
        int ssrc,
        int incarnation,
        List<SrtpKey> keys,
        int maxBitrateBps) {
    public RouteStream {
        keys = List.copyOf(keys);
    }
}
