package io.mediascope.scope.model;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import java.util.List;

/** A track that a client wants to publish. */
public record TrackOffer(String trackId, TrackKind kind, Codec codec, List<LayerOffer> layers, String label)
        implements ScopeSerializable {
    /** One encoding; numbers of 0 are unknown. */
    public record LayerOffer(LayerName layer, int maxBitrateBps, int width, int height, int maxFrameRate)
            implements ScopeSerializable {}
}
