package io.mediascope.media.sdp;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import java.util.List;

/**
 * Codecs that may be agreed on.
 *
 * @param codecs preferred first
 */
public record CodecPolicy(List<Codec> codecs) {
    /** What every client can do. */
    public static final CodecPolicy DEFAULT = new CodecPolicy(List.of(Codec.OPUS, Codec.VP8));

    public CodecPolicy {
        codecs = List.copyOf(codecs);
    }

    public static MediaType mediaType(Codec codec) {
        return codec == Codec.OPUS ? MediaType.AUDIO : MediaType.VIDEO;
    }

    /** Those of one media type, preferred first. */
    public List<Codec> of(MediaType type) {
        return codecs.stream().filter(codec -> mediaType(codec) == type).toList();
    }
}
