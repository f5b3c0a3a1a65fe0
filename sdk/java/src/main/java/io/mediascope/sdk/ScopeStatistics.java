package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection carried until now. Totals are counted since the connection began; rates over the last second.
 *
 * @param timeNs the service thread's clock
 * @param audioTransport null while there is none
 * @param videoTransport null while there is none
 * @param counters odd things that were survived (malformed packets, unknown senders, replays...), by name
 */
public record ScopeStatistics(
        long timeNs,
        Topology topology,
        @Nullable Transport audioTransport,
        @Nullable Transport videoTransport,
        List<SentStream> sent,
        List<ReceivedStream> received,
        List<TransportTotals> transports,
        Map<String, Long> counters) {
    public ScopeStatistics {
        sent = List.copyOf(sent);
        received = List.copyOf(received);
        transports = List.copyOf(transports);
        counters = Map.copyOf(counters);
    }

    /**
     * One layer of an own track.
     *
     * @param lostPackets as the node reported last, cumulative
     * @param targetBitrateBps what the network is believed to carry, 0 = not yet known
     */
    public record SentStream(
            String trackId,
            TrackKind kind,
            LayerName layer,
            int ssrc,
            int incarnation,
            long packets,
            long bytes,
            long frames,
            long keyFrames,
            long retransmittedPackets,
            long lostPackets,
            long roundTripUs,
            long bitrateBps,
            long targetBitrateBps) {}

    /**
     * One layer of a track of another user.
     *
     * @param lostPackets cumulative, after retransmission (RFC 3550 section A.3), never below 0
     * @param jitterUs RFC 3550 section A.8
     * @param longestGapMs the longest time between two frames that followed each other; a pause or another layer that
     *     the application asked for is no gap, and one that still lasts shows in {@code lastFrameAgoMs}
     * @param freezes gaps of video longer than three average intervals and than the average plus 150 ms
     * @param lastFrameAgoMs time since the last frame, -1 before the first
     */
    public record ReceivedStream(
            String userId,
            String trackId,
            TrackKind kind,
            LayerName layer,
            int ssrc,
            int incarnation,
            long packets,
            long bytes,
            long lostPackets,
            long duplicatePackets,
            long frames,
            long keyFrames,
            long jitterUs,
            long roundTripUs,
            long bitrateBps,
            long longestGapMs,
            long freezes,
            long lastFrameAgoMs) {}

    /** What one way carried for one media type: media and RTCP, without STUN. */
    public record TransportTotals(
            MediaType mediaType,
            Transport transport,
            long sentPackets,
            long sentBytes,
            long receivedPackets,
            long receivedBytes) {}
}
