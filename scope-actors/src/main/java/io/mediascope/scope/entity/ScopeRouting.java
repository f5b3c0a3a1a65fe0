package io.mediascope.scope.entity;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.journal.WantedMedia;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes and keys of a scope: a pure function of its state, the relay's secret and the keys' epoch. It remembers what it made of each
 * participant, because most changes concern one of many.
 */
final class ScopeRouting {
    private final LinkSecrets secrets;
    private final Map<String, Made> made = new HashMap<>();
    private int epoch;
    private @Nullable PipeEnd pipe;

    private record Made(Participant of, WantedMedia wanted, boolean direct, boolean here, RouteParticipant route) {}

    /** @param epoch of the keys of all streams */
    ScopeRouting(LinkSecrets secrets, int epoch) {
        this.secrets = secrets;
        this.epoch = epoch;
    }

    /** All streams get keys that nobody has yet. */
    void rekey() {
        epoch++;
        made.clear();
    }

    /** The present keys of all streams of {@code state}. */
    List<ClientMessage.Rekeyed.StreamKey> keys(ScopeState state) {
        return state.all().stream()
                .flatMap(p -> p.tracks().stream()
                        .flatMap(t -> t.layers().stream())
                        .map(l -> new ClientMessage.Rekeyed.StreamKey(p.sessionId(), l.ssrc(), key(p, l))))
                .toList();
    }

    int epoch() {
        return epoch;
    }

    /** Joined to the scope's relay on another node; null when that is over. */
    void join(@Nullable PipeEnd end) {
        pipe = end;
    }

    LinkSecrets secrets() {
        return secrets;
    }

    /**
     * @param wanted what each participant wants now, which the journal may not know yet
     */
    RoutingSnapshot compile(ScopeState state, Function<Participant, WantedMedia> wanted, long version) {
        boolean direct = state.topology() == Topology.PEER_TO_PEER;
        made.keySet().retainAll(state.participants().keySet());
        Map<String, RouteParticipant> routes = new LinkedHashMap<>();
        for (Participant p : state.participants().values()) {
            routes.put(p.sessionId(), route(p, wanted.apply(p), direct));
        }
        if (pipe != null) {
            RouteParticipant far = pipe.far();
            routes.put(far.sessionId(), far);
        }
        return new RoutingSnapshot(version, routes);
    }

    private RouteParticipant route(Participant of, WantedMedia wanted, boolean direct) {
        boolean here = pipe == null || pipe.here(of);
        Participant p = pipe == null ? of : pipe.seen(of);
        Made old = made.get(p.sessionId());
        if (old != null && old.of.equals(p) && old.wanted.equals(wanted) && old.direct == direct && old.here == here) {
            return old.route;
        }
        RouteParticipant route = new RouteParticipant(
                p.sessionId(),
                p.userId(),
                p.link().epoch(),
                secrets.stun(p),
                secrets.hop(p),
                p.tracks().stream().flatMap(t -> streams(p, t).stream()).toList(),
                here && p.may(Grant.SUBSCRIBE) ? Wanted.route(wanted) : RouteSubscription.NONE,
                direct,
                here && p.clientKind() == ClientKind.BROWSER,
                null);
        made.put(p.sessionId(), new Made(p, wanted, direct, here, route));
        return route;
    }

    private List<RouteStream> streams(Participant p, PublishedTrack track) {
        return track.layers().stream()
                .map(l -> new RouteStream(
                        track.trackId(),
                        track.kind(),
                        l.name(),
                        track.codec(),
                        l.ssrc(),
                        l.incarnation(),
                        List.of(key(p, l)),
                        l.maxBitrateBps()))
                .toList();
    }

    /** A participant as others see it; keys only for those who may receive. */
    ParticipantInfo info(Participant p, LiveLink link, Topology topology, boolean withKeys) {
        return new ParticipantInfo(
                p.userId(),
                p.sessionId(),
                p.clientKind(),
                tracks(p, link, withKeys),
                link.transport(MediaType.AUDIO, topology),
                link.transport(MediaType.VIDEO, topology));
    }

    List<TrackInfo> tracks(Participant p, LiveLink link, boolean withKeys) {
        return p.tracks().stream().map(t -> track(p, link, t, withKeys)).toList();
    }

    TrackInfo track(Participant p, LiveLink link, PublishedTrack track, boolean withKeys) {
        List<TrackInfo.LayerInfo> layers = track.layers().stream()
                .map(l -> new TrackInfo.LayerInfo(
                        l.name(),
                        l.ssrc(),
                        l.incarnation(),
                        l.maxBitrateBps(),
                        l.width(),
                        l.height(),
                        l.maxFrameRate(),
                        withKeys ? List.of(key(p, l)) : List.of()))
                .toList();
        return new TrackInfo(
                track.trackId(),
                track.kind(),
                track.codec(),
                layers,
                track.label(),
                link.muted().contains(track.trackId()));
    }

    private SrtpKey key(Participant p, PublishedTrack.Layer layer) {
        return secrets.stream(p.sessionId(), layer.incarnation(), layer.ssrc(), epoch);
    }
}
