package io.mediascope.media.webrtc;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One media section (m-line) as both sides agreed on it.
 *
 * @param track what flows in it: a publisher's own track, or the track that a subscriber receives; null = nothing now
 * @param codecs preferred first; empty = the section was refused
 * @param encodings of a publisher: one for each layer; of a subscriber: exactly one, with the SSRCs that the node sends
 */
public record WebSection(
        String mid,
        MediaType mediaType,
        @Nullable TrackKey track,
        List<WebCodec> codecs,
        WebExtensions extensions,
        List<WebEncoding> encodings) {
    public WebSection {
        codecs = List.copyOf(codecs);
        encodings = List.copyOf(encodings);
    }

    /** The same section with another track, for instance another publisher: SSRCs and numbers go on without a seam. */
    public WebSection withTrack(@Nullable TrackKey changed) {
        return new WebSection(mid, mediaType, changed, codecs, extensions, encodings);
    }
}
