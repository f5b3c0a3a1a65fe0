package io.mediascope.scope.history;

import io.mediascope.scope.journal.EventHeader;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.MessageTotals;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.StreamQuality;
import io.mediascope.scope.journal.WantedMedia;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps journal events to their public form; leaves out commands, tickets and everything keys are made of. */
public final class PublicEvents {
    private PublicEvents() {}

    /** The public form of one event. */
    public static PublicEvent of(ScopeEvent event) {
        EventHeader h = event.header();
        return new PublicEvent(
                event.getClass().getSimpleName(),
                h.sequenceNumber(),
                h.time(),
                h.applicationId(),
                h.scopeId(),
                h.life(),
                h.node(),
                h.region(),
                fields(event));
    }

    private static Map<String, Object> fields(ScopeEvent event) {
        if (event instanceof ScopeEvent.ScopeCreated e) {
            return map("home", home(e.home()));
        } else if (event instanceof ScopeEvent.ScopeResumed e) {
            return map("fencing", e.fencing());
        } else if (event instanceof ScopeEvent.ScopeMoving e) {
            return map("to", home(e.to()), "reason", e.reason());
        } else if (event instanceof ScopeEvent.ScopeMoved e) {
            return map("home", home(e.home()));
        } else if (event instanceof ScopeEvent.TopologyChanged e) {
            return map("topology", e.topology().name(), "reason", e.reason());
        } else if (event instanceof ScopeEvent.QualityReported e) {
            return map(
                    "streams", e.streams().stream().map(PublicEvents::quality).toList(),
                    "messages",
                            e.messages().stream().map(PublicEvents::messages).toList());
        } else if (event instanceof ScopeEvent.ScopeDisposed e) {
            return map("reason", e.reason());
        }
        return participantFields(event);
    }

    private static Map<String, Object> participantFields(ScopeEvent event) {
        if (event instanceof ScopeEvent.ParticipantJoined e) {
            return map(
                    "userId", e.userId(),
                    "sessionId", e.sessionId(),
                    "clientKind", e.clientKind().name(),
                    "clientVersion", e.clientVersion(),
                    "grants", e.grants().stream().map(Enum::name).sorted().toList());
        } else if (event instanceof ScopeEvent.ParticipantLeft e) {
            return map(
                    "userId", e.userId(),
                    "sessionId", e.sessionId(),
                    "reason", e.reason().name(),
                    "lastSeenAt", text(e.lastSeenAt()));
        } else if (event instanceof ScopeEvent.ParticipantReconnected e) {
            return map(
                    "userId", e.userId(),
                    "sessionId", e.sessionId(),
                    "linkEpoch", e.link().epoch());
        } else if (event instanceof ScopeEvent.ParticipantMoved e) {
            return map(
                    "userId", e.userId(),
                    "sessionId", e.sessionId(),
                    "linkEpoch", e.link().epoch());
        } else if (event instanceof ScopeEvent.TransportChanged e) {
            return map(
                    "userId", e.userId(),
                    "sessionId", e.sessionId(),
                    "audio", text(e.audio()),
                    "audioDetail", e.audioDetail(),
                    "video", text(e.video()),
                    "videoDetail", e.videoDetail());
        }
        return trackFields(event);
    }

    private static Map<String, Object> trackFields(ScopeEvent event) {
        if (event instanceof ScopeEvent.TrackPublished e) {
            return map("userId", e.userId(), "sessionId", e.sessionId(), "track", track(e.track()));
        } else if (event instanceof ScopeEvent.TrackReplaced e) {
            return map("userId", e.userId(), "sessionId", e.sessionId(), "track", track(e.track()));
        } else if (event instanceof ScopeEvent.TrackUnpublished e) {
            return map("userId", e.userId(), "sessionId", e.sessionId(), "trackId", e.trackId());
        } else if (event instanceof ScopeEvent.LayerChanged e) {
            return map("userId", e.userId(), "sessionId", e.sessionId(), "wanted", wanted(e.wanted()));
        }
        throw new IllegalStateException("no public form of " + event.getClass());
    }

    private static Map<String, Object> home(HomeNode home) {
        return map(
                "node", home.address(),
                "region", home.region(),
                "link", home.linkHost() + ":" + home.linkPort());
    }

    private static Map<String, Object> track(PublishedTrack track) {
        return map(
                "trackId", track.trackId(),
                "kind", track.kind().name(),
                "codec", track.codec().name(),
                "label", track.label(),
                "layers", track.layers().stream().map(PublicEvents::layer).toList());
    }

    private static Map<String, Object> layer(PublishedTrack.Layer layer) {
        return map(
                "layer", layer.name().name(),
                "ssrc", Integer.toUnsignedLong(layer.ssrc()),
                "incarnation", layer.incarnation(),
                "maxBitrateBps", layer.maxBitrateBps(),
                "width", layer.width(),
                "height", layer.height(),
                "maxFrameRate", layer.maxFrameRate());
    }

    private static Map<String, Object> wanted(WantedMedia wanted) {
        List<Map<String, Object>> listed = wanted.listed().stream()
                .map(t -> map("userId", t.userId(), "trackId", t.trackId()))
                .toList();
        List<Map<String, Object>> layers = wanted.layers().stream()
                .map(l -> map(
                        "userId",
                        l.userId(),
                        "trackId",
                        l.trackId(),
                        "layer",
                        l.layer().name(),
                        "paused",
                        l.paused()))
                .toList();
        return map("mode", wanted.mode().name(), "listed", listed, "layers", layers);
    }

    private static Map<String, Object> quality(StreamQuality q) {
        return map(
                "direction", q.direction().name(),
                "userId", q.userId(),
                "sessionId", q.sessionId(),
                "trackId", q.trackId(),
                "layer", q.layer(),
                "ssrc", Integer.toUnsignedLong(q.ssrc()),
                "packets", q.packets(),
                "bytes", q.bytes(),
                "lostPackets", q.lostPackets(),
                "retransmittedPackets", q.retransmittedPackets(),
                "droppedPackets", q.droppedPackets(),
                "jitterUs", q.jitterUs(),
                "roundTripUs", q.roundTripUs(),
                "bitrateBps", q.bitrateBps(),
                "keyFrames", q.keyFrames(),
                "framesDecoded", q.framesDecoded(),
                "freezes", q.freezes());
    }

    private static Map<String, Object> messages(MessageTotals m) {
        return map("userId", m.userId(), "sessionId", m.sessionId(), "messages", m.messages(), "bytes", m.bytes());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
