package io.mediascope.media.sdp;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.webrtc.WantedTrack;
import org.jspecify.annotations.Nullable;

/**
 * A media section of a subscriber's connection: it stays, what flows in it changes.
 *
 * @param wanted null = nothing now
 * @param rtxSsrc 0 for audio
 */
public record Slot(String mid, MediaType mediaType, @Nullable WantedTrack wanted, int ssrc, int rtxSsrc) {
    Slot with(@Nullable WantedTrack track) {
        return new Slot(mid, mediaType, track, ssrc, rtxSsrc);
    }
}
