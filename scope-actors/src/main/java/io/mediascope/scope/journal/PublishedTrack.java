package io.mediascope.scope.journal;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.scope.model.ScopeSerializable;
import java.util.List;

/**
 * A track as it was published. Keys are derived, never stored.
 *
 * @param commandId of the publication, so that its repetition is known
 */
public record PublishedTrack(
        String trackId, TrackKind kind, Codec codec, String label, List<Layer> layers, String commandId)
        implements ScopeSerializable {
    /** One encoding of it. */
    public record Layer(
            LayerName name, int ssrc, int incarnation, int maxBitrateBps, int width, int height, int maxFrameRate)
            implements ScopeSerializable {}
}
