package io.mediascope.media.sdp;

import io.mediascope.media.routing.TrackKey;
import org.jspecify.annotations.Nullable;

/** What the node does in a media section that a client offered. */
public sealed interface SectionUse {
    /**
     * The client publishes {@code track} in it: one codec is agreed, the first of the policy.
     *
     * @param maxLayers 1 = only the best of its encodings; 2 = the best and the smallest
     */
    record Receive(TrackKey track, int maxLayers) implements SectionUse {}

    /**
     * The node sends in it: all common codecs are agreed.
     *
     * @param track null = nothing yet; told to the relay, not to the client
     * @param ssrc and {@code rtxSsrc}: not used elsewhere in the connection; the latter only when the client takes retransmissions
     * @param streamId and {@code trackId}: for {@code msid} (RFC 8830); browsers refuse the same pair in two sections
     */
    record Send(@Nullable TrackKey track, int ssrc, int rtxSsrc, String streamId, String trackId)
            implements SectionUse {}

    /** Agreed, but nothing flows now. */
    record Idle() implements SectionUse {}

    /** Refused with port 0. */
    record Refuse() implements SectionUse {}
}
