package io.mediascope.sdk;

import io.mediascope.media.feedback.FeedbackPace;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.ReceiveStream;
import org.jspecify.annotations.Nullable;

/**
 * What is told to whoever sends: arrivals (RFC 8888) and receiver reports (RFC 3550), in one packet where both are due. A
 * peer adapts to the arrivals and gets them every 90 ms, the relay as {@link FeedbackPace} says. Service thread only.
 */
final class Feedback {
    private static final long PEER_NS = 90_000_000L;
    private static final long PEER_REPORT_NS = 1_000_000_000L;
    /** RFC 3550 section 6.4.2: the count has five bits. */
    private static final int MAX_BLOCKS = 31;

    private final Streams streams;
    private final FeedbackPace audioPace = new FeedbackPace();
    private final FeedbackPace videoPace = new FeedbackPace();
    private long peerNs;
    private long peerReportNs;

    Feedback(Streams streams) {
        this.streams = streams;
    }

    void turn(@Nullable Hop relay, @Nullable Hop peer, long nowNs) {
        if (relay != null) {
            toRelay(relay, MediaType.AUDIO, audioPace, nowNs);
            toRelay(relay, MediaType.VIDEO, videoPace, nowNs);
        }
        if (peer != null && nowNs - peerNs >= PEER_NS) {
            peerNs = nowNs;
            boolean report = nowNs - peerReportNs >= PEER_REPORT_NS;
            peerReportNs = report ? nowNs : peerReportNs;
            tell(peer, MediaType.AUDIO, report, true, nowNs);
            tell(peer, MediaType.VIDEO, report, true, nowNs);
        }
    }

    private void toRelay(Hop relay, MediaType type, FeedbackPace pace, long nowNs) {
        boolean report = pace.reportDue(nowNs);
        tell(relay, type, report, pace.feedbackDue(relay.arrivals(type), nowNs), nowNs);
    }

    private void tell(Hop hop, MediaType type, boolean report, boolean arrivals, long nowNs) {
        if (!hop.isOpen(type)) {
            return;
        }
        RtcpWriter writer = hop.begin();
        if (report) {
            receiverReports(hop, type, nowNs);
        }
        if (arrivals) {
            hop.arrivals(type).write(writer, hop.localSsrc(), nowNs);
        }
        hop.send(type);
    }

    /** Leaves the last packet open for what else there is to say. */
    private void receiverReports(Hop hop, MediaType type, long nowNs) {
        RtcpWriter writer = hop.begin();
        int blocks = 0;
        for (ReceiveStream stream : streams.receives()) {
            if (stream.hop() != hop || stream.id().mediaType() != type || !stream.isLive(nowNs)) {
                continue;
            }
            if (blocks == MAX_BLOCKS) {
                writer.receiverReportEnd();
                hop.send(type);
                hop.begin();
                blocks = 0;
            }
            if (blocks == 0) {
                writer.receiverReportBegin(hop.localSsrc());
            }
            blocks++;
            stream.writeReportBlock(writer, nowNs);
        }
        if (blocks > 0) {
            writer.receiverReportEnd();
        }
    }
}
