package io.mediascope.ops.http;

import io.mediascope.cluster.LiveScope;
import io.mediascope.scope.entity.ScopeDescription;
import io.mediascope.scope.entity.ScopeDescription.ParticipantDescription;
import io.mediascope.scope.entity.ScopeDescription.TrackDescription;
import io.mediascope.transport.relay.RelayStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Live scopes in the form that the admin API answers with. */
final class ScopeViews {
    private ScopeViews() {}

    static Map<String, Object> of(LiveScope scope) {
        ScopeDescription d = scope.description();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("applicationId", d.scope().applicationId());
        view.put("scopeId", d.scope().scopeId());
        view.put("life", d.life());
        view.put("createdAt", text(d.createdAt()));
        view.put("topology", d.topology().name());
        view.put(
                "home",
                d.home() == null ? "" : d.home().linkHost() + ":" + d.home().linkPort());
        view.put("actorNode", d.actorNode());
        view.put("lastSequenceNumber", d.lastSequenceNumber());
        view.put("participants", d.participants().stream().map(ScopeViews::of).toList());
        scope.statistics().ifPresent(statistics -> view.put("relay", of(statistics)));
        return view;
    }

    private static Map<String, Object> of(ParticipantDescription p) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("userId", p.userId());
        view.put("sessionId", p.sessionId());
        view.put("clientKind", p.clientKind().name());
        view.put("joinedAt", p.joinedAt().toString());
        view.put("connected", p.connected());
        view.put("audioTransport", text(p.audioTransport()));
        view.put("videoTransport", text(p.videoTransport()));
        view.put("tracks", p.tracks().stream().map(ScopeViews::of).toList());
        return view;
    }

    private static Map<String, Object> of(TrackDescription t) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("trackId", t.trackId());
        view.put("kind", t.kind().name());
        view.put("codec", t.codec().name());
        view.put("layers", t.layers().stream().map(Enum::name).toList());
        view.put("label", t.label());
        return view;
    }

    private static Map<String, Object> of(RelayStatistics s) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("version", s.version());
        view.put("uplinks", s.uplinks().stream().map(ScopeViews::of).toList());
        view.put("downlinks", s.downlinks().stream().map(ScopeViews::of).toList());
        view.put("paths", List.copyOf(s.paths()));
        return view;
    }

    private static Map<String, Object> of(RelayStatistics.Uplink u) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("userId", u.userId());
        view.put("trackId", u.trackId());
        view.put("layer", u.layer().name());
        view.put("ssrc", Integer.toUnsignedLong(u.ssrc()));
        view.put("packets", u.packets());
        view.put("bytes", u.bytes());
        view.put("lostPackets", u.lostPackets());
        view.put("retransmittedPackets", u.retransmittedPackets());
        view.put("jitterUs", u.jitterUs());
        view.put("delayGradientUs", u.delayGradientUs());
        view.put("keyFrames", u.keyFrames());
        view.put("bitrateBps", u.bitrateBps());
        return view;
    }

    private static Map<String, Object> of(RelayStatistics.Downlink d) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("userId", d.userId());
        view.put("ssrc", Integer.toUnsignedLong(d.ssrc()));
        view.put("packets", d.packets());
        view.put("bytes", d.bytes());
        view.put("retransmittedPackets", d.retransmittedPackets());
        view.put("droppedPackets", d.droppedPackets());
        view.put("reportedLost", d.reportedLost());
        view.put("roundTripUs", d.roundTripUs());
        return view;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
