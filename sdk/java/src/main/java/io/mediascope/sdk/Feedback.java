package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.ReceiveStream;
import org.jspecify.annotations.Nullable;

/** What is told to whoever sends: arrivals (RFC 8888) every 90 ms, receiver reports (RFC 3550) every second. Service thread only. */
final class Feedback {
    private static final long FEEDBACK_NS = 90_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;
    /** RFC 3550 section 6.4.2: the count has five bits. */
    private static final int MAX_BLOCKS = 31;

    private final Streams streams;
    private long feedbackNs;
    private long reportNs;

    Feedback(Streams streams) {
        this.streams = streams;
    }

    void turn(@Nullable Hop relay, @Nullable Hop peer, long nowNs) {
        if (nowNs - feedbackNs >= FEEDBACK_NS) {
            feedbackNs = nowNs;
            arrivals(relay, nowNs);
            arrivals(peer, nowNs);
        }
        if (nowNs - reportNs >= REPORT_NS) {
            reportNs = nowNs;
            receiverReports(relay, nowNs);
            receiverReports(peer, nowNs);
        }
    }

    private static void arrivals(@Nullable Hop hop, long nowNs) {
        if (hop != null) {
            hop.sendFeedback(MediaType.AUDIO, nowNs);
            hop.sendFeedback(MediaType.VIDEO, nowNs);
        }
    }

    private void receiverReports(@Nullable Hop hop, long nowNs) {
        if (hop != null) {
            for (MediaType type : MediaType.values()) {
                receiverReports(hop, type, nowNs);
            }
        }
    }

    private void receiverReports(Hop hop, MediaType type, long nowNs) {
        RtcpWriter writer = hop.begin();
        writer.receiverReportBegin(hop.localSsrc());
        int blocks = 0;
        for (ReceiveStream stream : streams.receives()) {
            if (stream.hop() == hop && stream.id().mediaType() == type && stream.isLive(nowNs)) {
                blocks += stream.writeReportBlock(writer, nowNs) ? 1 : 0;
            }
            if (blocks == MAX_BLOCKS) {
                writer.receiverReportEnd();
                hop.send(type);
                writer = hop.begin();
                writer.receiverReportBegin(hop.localSsrc());
                blocks = 0;
            }
        }
        writer.receiverReportEnd();
        if (blocks > 0) {
            hop.send(type);
        }
    }
}
