package io.mediascope.cluster.relay;

import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.transport.relay.RelayStatistics;
import java.util.List;

/** A relay's totals in the words of its scope. */
final class Samples {
    private Samples() {}

    static ScopeCommand.QualitySample of(
            NodeRef node, RelayStatistics totals, List<ScopeCommand.MessageCount> messages) {
        return new ScopeCommand.QualitySample(
                node,
                totals.uplinks().stream().map(Samples::uplink).toList(),
                totals.downlinks().stream().map(Samples::downlink).toList(),
                messages);
    }

    private static ScopeCommand.UplinkSample uplink(RelayStatistics.Uplink uplink) {
        return new ScopeCommand.UplinkSample(
                uplink.sessionId(),
                uplink.trackId(),
                uplink.layer(),
                uplink.ssrc(),
                uplink.packets(),
                uplink.bytes(),
                uplink.lostPackets(),
                uplink.retransmittedPackets(),
                uplink.jitterUs(),
                uplink.keyFrames(),
                uplink.bitrateBps());
    }

    private static ScopeCommand.DownlinkSample downlink(RelayStatistics.Downlink downlink) {
        return new ScopeCommand.DownlinkSample(
                downlink.sessionId(),
                downlink.ssrc(),
                downlink.packets(),
                downlink.bytes(),
                downlink.retransmittedPackets(),
                downlink.droppedPackets(),
                downlink.reportedLost(),
                downlink.roundTripUs());
    }
}
