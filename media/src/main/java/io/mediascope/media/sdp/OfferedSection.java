package io.mediascope.media.sdp;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import java.util.List;

/**
 * What a client's offer says of one media section, for a {@link SectionPlan}.
 *
 * @param index of the section, from 0
 * @param direction as the client sees it
 * @param streamId and {@code trackId}: of its media stream identification (RFC 8830), empty when not said
 * @param codecs that the client and the policy have in common, the policy's order
 */
public record OfferedSection(
        int index,
        String mid,
        MediaType mediaType,
        Direction direction,
        String streamId,
        String trackId,
        List<Codec> codecs) {
    public OfferedSection {
        codecs = List.copyOf(codecs);
    }
}
