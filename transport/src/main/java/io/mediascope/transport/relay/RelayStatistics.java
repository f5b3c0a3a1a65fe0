package io.mediascope.transport.relay;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Totals of one relay since it was opened. */
public record RelayStatistics(
        long version,
        List<Uplink> uplinks,
        List<Downlink> downlinks,
        List<Path> paths,
        List<WebDownlink> webDownlinks) {
    /**
     * What arrived under one SSRC.
     *
     * @param lostPackets RFC 3550 section A.3, cumulative, after retransmission; never below 0
     * @param jitterUs interarrival jitter, RFC 3550 section A.8
     * @param delayGradientUs change of one-way delay over the last window; positive when queues grow
     */
    public record Uplink(
            String sessionId,
            String userId,
            String trackId,
            LayerName layer,
            int ssrc,
            long packets,
            long bytes,
            long lostPackets,
            long retransmittedPackets,
            long jitterUs,
            long delayGradientUs,
            long keyFrames,
            long bitrateBps) {}

    /** What was sent to one receiver of one SSRC. */
    public record Downlink(
            String sessionId,
            String userId,
            int ssrc,
            long packets,
            long bytes,
            long retransmittedPackets,
            long droppedPackets,
            long reportedLost,
            long roundTripUs) {}

    /**
     * What a WebRTC receiver says of its connection as a whole.
     *
     * @param reportedPackets that its transport-wide feedback told of, retransmissions among them
     * @param lostPackets of those
     * @param remoteEstimateBps its own estimate (REMB); 0 = it sends none
     */
    public record WebDownlink(
            String sessionId, String userId, long reportedPackets, long lostPackets, long remoteEstimateBps) {}

    /** How a participant is reached; null transport = no path yet. */
    public record Path(
            String sessionId,
            String userId,
            @Nullable Transport audio,
            @Nullable Transport video,
            long lastSeenAgoMs) {}
}
