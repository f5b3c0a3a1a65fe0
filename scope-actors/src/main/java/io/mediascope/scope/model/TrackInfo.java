package io.mediascope.scope.model;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.srtp.SrtpKey;
import java.util.List;

/**
 * A published track as clients see it.
 *
 * @param muted its owner sends silence or nothing on purpose
 */
public record TrackInfo(
        String trackId, TrackKind kind, Codec codec, List<LayerInfo> layers, String label, boolean muted)
        implements ScopeSerializable {
    /**
     * One layer with its SSRC.
     *
     * @param keys empty where the receiver of this message may not decrypt the track
     */
    public record LayerInfo(
            LayerName layer,
            int ssrc,
            int incarnation,
            int maxBitrateBps,
            int width,
            int height,
            int maxFrameRate,
            List<SrtpKey> keys)
            implements ScopeSerializable {}
}
