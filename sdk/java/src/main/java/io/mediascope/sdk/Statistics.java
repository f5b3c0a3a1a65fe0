package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.sdk.stream.StreamId;
import io.mediascope.transport.wire.v1.QualityReport;
import io.mediascope.transport.wire.v1.StreamQuality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes snapshots for the application and quality reports for the node. Service thread only. */
final class Statistics {
    private record Reported(long packets, long lost, long bytes, long frames, long freezes) {}

    private static final Reported NOTHING = new Reported(0, 0, 0, 0, 0);

    private final Map<Integer, Reported> reported = new HashMap<>();

    static ScopeStatistics snapshot(
            MediaEngine engine, Topology topology, Collection<OwnTrack> own, Users users, long nowNs) {
        List<ScopeStatistics.SentStream> sent = new ArrayList<>();
        for (OwnTrack track : own) {
            track.streams().forEach(s -> sent.add(sent(track, s, nowNs)));
        }
        List<ScopeStatistics.ReceivedStream> received = new ArrayList<>();
        for (OthersTrack track : users.tracks()) {
            track.streams().forEach(s -> received.add(received(s, nowNs)));
        }
        return new ScopeStatistics(
                nowNs,
                topology,
                engine.transportOf(MediaType.AUDIO),
                engine.transportOf(MediaType.VIDEO),
                sent,
                received,
                engine.totals(),
                engine.oddities());
    }

    private static ScopeStatistics.SentStream sent(OwnTrack track, SendStream stream, long nowNs) {
        StreamId id = stream.id();
        return new ScopeStatistics.SentStream(
                id.trackId(),
                id.kind(),
                id.layer(),
                id.ssrc(),
                id.incarnation(),
                stream.packets(),
                stream.bytes(),
                stream.frames(),
                stream.keyFrames(),
                stream.resent(),
                stream.reportedLost(),
                stream.roundTripNs() / 1_000,
                stream.bitrateBps(nowNs),
                track.targetOf(id.layer()).bitrateBps());
    }

    private static ScopeStatistics.ReceivedStream received(ReceiveStream stream, long nowNs) {
        StreamId id = stream.id();
        return new ScopeStatistics.ReceivedStream(
                id.userId(),
                id.trackId(),
                id.kind(),
                id.layer(),
                id.ssrc(),
                id.incarnation(),
                stream.packets(),
                stream.bytes(),
                stream.lost(),
                stream.duplicates(),
                stream.frames(),
                stream.keyFrames(),
                stream.jitterNs() / 1_000,
                stream.roundTripNs() / 1_000,
                stream.bitrateBps(nowNs),
                stream.longestGapNs() / 1_000_000,
                stream.freezes(),
                stream.lastFrameNs() < 0 ? -1 : (nowNs - stream.lastFrameNs()) / 1_000_000);
    }

    /** What was received since the last report. */
    QualityReport report(Users users, int intervalMs) {
        QualityReport.Builder report = QualityReport.newBuilder().setIntervalMs(intervalMs);
        Map<Integer, Reported> next = new HashMap<>();
        for (OthersTrack track : users.tracks()) {
            for (ReceiveStream stream : track.streams()) {
                int ssrc = stream.id().ssrc();
                Reported now = new Reported(
                        stream.packets(), stream.lost(), stream.bytes(), stream.frames(), stream.freezes());
                Reported before = reported.getOrDefault(ssrc, NOTHING);
                next.put(ssrc, now);
                if (now.packets() > 0) {
                    report.addStreams(quality(stream, now, before));
                }
            }
        }
        reported.clear();
        reported.putAll(next);
        return report.build();
    }

    private static StreamQuality quality(ReceiveStream stream, Reported now, Reported before) {
        return StreamQuality.newBuilder()
                .setSsrc(stream.id().ssrc())
                .setPacketsReceived(now.packets() - before.packets())
                .setPacketsLost(Math.max(0, now.lost() - before.lost()))
                .setBytesReceived(now.bytes() - before.bytes())
                .setJitterUs((int) (stream.jitterNs() / 1_000))
                .setRoundTripUs((int) (stream.roundTripNs() / 1_000))
                .setFramesDecoded((int) (now.frames() - before.frames()))
                .setFreezes((int) (now.freezes() - before.freezes()))
                .build();
    }
}
