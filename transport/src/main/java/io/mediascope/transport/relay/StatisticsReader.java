package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import java.util.ArrayList;
import java.util.List;

/** Makes the statistics of one relay; on its loop. */
final class StatisticsReader {
    private StatisticsReader() {}

    static RelayStatistics read(MediaRelay relay, long nowNs) {
        List<RelayStatistics.Uplink> uplinks = new ArrayList<>();
        List<RelayStatistics.Downlink> downlinks = new ArrayList<>();
        List<RelayStatistics.Path> paths = new ArrayList<>();
        List<RelayStatistics.WebDownlink> webConnections = new ArrayList<>();
        for (Participant participant : relay.participants()) {
            if (participant.pipe() != null) {
                continue; // not a participant of the scope
            }
            participant.upTracks().forEach(upTrack -> uplinks.add(uplink(participant.route(), upTrack, nowNs)));
            participant.downTracks().forEach(downTrack -> downlinks.add(downlink(participant.route(), downTrack)));
            web(participant, downlinks, webConnections);
            paths.add(path(participant, nowNs));
        }
        return new RelayStatistics(relay.version(), uplinks, downlinks, paths, webConnections);
    }

    private static RelayStatistics.Uplink uplink(RouteParticipant owner, UpTrack upTrack, long nowNs) {
        RouteStream stream = upTrack.stream();
        return new RelayStatistics.Uplink(
                owner.sessionId(),
                owner.userId(),
                stream.trackId(),
                stream.layer(),
                stream.ssrc(),
                upTrack.rate().totalPackets(),
                upTrack.rate().totalBytes(),
                Math.max(0, upTrack.reception().cumulativeLost()),
                upTrack.nacks().repaired(),
                upTrack.reception().jitterNs() / 1000,
                upTrack.delay().queuingDelayNs() / 1000,
                upTrack.keyFrames(),
                upTrack.rate().bitrateBps(nowNs));
    }

    private static RelayStatistics.Downlink downlink(RouteParticipant receiver, DownTrack downTrack) {
        return new RelayStatistics.Downlink(
                receiver.sessionId(),
                receiver.userId(),
                downTrack.upTrack().ssrc(),
                downTrack.packets(),
                downTrack.bytes(),
                downTrack.retransmitted(),
                downTrack.dropped(),
                downTrack.reports().lost(),
                downTrack.reports().roundTripNs() / 1000);
    }

    /** One row for each stream that a section showed: rows are named by the streams of the routes. */
    private static void web(
            Participant receiver,
            List<RelayStatistics.Downlink> downlinks,
            List<RelayStatistics.WebDownlink> connections) {
        WebSide web = receiver.web();
        WebSubscriber subscriber = web == null ? null : web.subscriber();
        if (subscriber == null) {
            return;
        }
        WebDownlink said = subscriber.downlink();
        connections.add(new RelayStatistics.WebDownlink(
                receiver.sessionId(), receiver.route().userId(), said.reported(), said.lost(), said.rembBps()));
        for (WebDownTrack downTrack : subscriber.downTracks()) {
            WebEgress egress = downTrack.egress();
            for (WebTally tally : egress.tallies()) {
                downlinks.add(webDownlink(receiver.route(), egress, tally));
            }
        }
    }

    private static RelayStatistics.Downlink webDownlink(RouteParticipant receiver, WebEgress egress, WebTally tally) {
        return new RelayStatistics.Downlink(
                receiver.sessionId(),
                receiver.userId(),
                tally.ssrc(),
                tally.packetsSent(),
                tally.bytesSent(),
                tally.packetsRetransmitted(),
                tally.packetsDropped(),
                tally.packetsLost(),
                egress.reports().roundTripNs() / 1000);
    }

    private static RelayStatistics.Path path(Participant participant, long nowNs) {
        return new RelayStatistics.Path(
                participant.sessionId(),
                participant.route().userId(),
                participant.outlet(MediaType.AUDIO).transport(),
                participant.outlet(MediaType.VIDEO).transport(),
                Math.max(0, nowNs - participant.lastSeenNs()) / 1_000_000);
    }
}
