package io.mediascope.sdk.stream;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;

/** One layer of one track in one incarnation: what travels under one SSRC. */
public record StreamId(
        String userId, String trackId, TrackKind kind, Codec codec, LayerName layer, int ssrc, int incarnation) {
    public MediaType mediaType() {
        return kind.mediaType();
    }
}
