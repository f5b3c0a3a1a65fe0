package io.mediascope.transport.relay;

import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebSection;
import org.jspecify.annotations.Nullable;

/** One encoding that a web publisher sends, with the SSRCs that it was latched to. */
final class WebSource {
    private WebSection section;
    private final WebEncoding encoding;
    private int ssrc;
    private int rtxSsrc;
    private @Nullable UpTrack upTrack;

    WebSource(WebSection section, WebEncoding encoding) {
        this.section = section;
        this.encoding = encoding;
        this.ssrc = encoding.ssrc();
        this.rtxSsrc = encoding.rtxSsrc();
    }

    WebSection section() {
        return section;
    }

    /** The section was negotiated again; this encoding goes on. */
    void section(WebSection again) {
        section = again;
    }

    WebEncoding encoding() {
        return encoding;
    }

    /** 0 = not latched yet. */
    int ssrc() {
        return ssrc;
    }

    /** 0 = not latched yet. */
    int rtxSsrc() {
        return rtxSsrc;
    }

    void latch(int seen, boolean rtx) {
        if (rtx) {
            rtxSsrc = seen;
        } else {
            ssrc = seen;
        }
    }

    /** Whether the same encoding stands in a section negotiated again. */
    boolean isSame(WebSection other, WebEncoding otherEncoding) {
        return other.mid().equals(section.mid())
                && other.mediaType() == section.mediaType()
                && otherEncoding.rid().equals(encoding.rid())
                && otherEncoding.layer() == encoding.layer();
    }

    /** The codec that this payload type names; null when none was agreed on. */
    @Nullable
    WebCodec codec(int payloadType) {
        for (int i = 0; i < section.codecs().size(); i++) {
            if (section.codecs().get(i).payloadType() == payloadType) {
                return section.codecs().get(i);
            }
        }
        return null;
    }

    /** The codec whose retransmissions this payload type names; null when it names none. */
    @Nullable
    WebCodec retransmitted(int payloadType) {
        for (int i = 0; i < section.codecs().size(); i++) {
            if (section.codecs().get(i).rtxPayloadType() == payloadType) {
                return section.codecs().get(i);
            }
        }
        return null;
    }

    boolean isRetransmission(int payloadType) {
        return retransmitted(payloadType) != null;
    }

    /** Whether this encoding is the one that a stream of the routes is made of. */
    boolean feeds(RouteStream stream) {
        TrackKey track = section.track();
        return track != null && track.trackId().equals(stream.trackId()) && encoding.layer() == stream.layer();
    }

    /** The stream of the routes that this encoding feeds; null when they name none. */
    @Nullable
    UpTrack upTrack() {
        return upTrack;
    }

    void upTrack(@Nullable UpTrack resolved) {
        upTrack = resolved;
    }
}
