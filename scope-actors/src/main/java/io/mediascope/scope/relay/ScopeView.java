package io.mediascope.scope.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What all clients of a scope on one node were told of each other. They are told the same in the same order, so one view serves
 * them all: it completes the Welcome of whoever comes, and says exactly what was missed when messages were lost with the scope's
 * actor or given up for a silent agent. Belongs to the node's agent.
 */
public final class ScopeView {
    private final Map<String, ParticipantInfo> people = new LinkedHashMap<>();
    private Topology topology = Topology.RELAY;

    /** Takes note of what everybody is told by {@code delivery}, and returns that: of a view, what was missed before it. */
    public List<Delivery> tell(Delivery delivery) {
        if (!(delivery.message() instanceof ClientMessage.View now)) {
            told(delivery.message());
            return List.of(delivery);
        }
        List<Delivery> missed = missed(now);
        people.clear();
        now.participants().forEach(p -> people.put(p.userId(), p));
        topology = now.topology();
        missed.add(delivery);
        return missed;
    }

    /** Whether a user of this name is in the scope, as far as is known here. */
    public boolean knows(String userId) {
        return people.containsKey(userId);
    }

    /** The Welcome with all others as everybody sees them. */
    public ClientMessage.Welcome complete(ClientMessage.Welcome w) {
        List<ParticipantInfo> others = people.values().stream()
                .filter(p -> !p.sessionId().equals(w.sessionId()))
                .toList();
        return new ClientMessage.Welcome(
                w.applicationId(),
                w.scopeId(),
                w.userId(),
                w.sessionId(),
                w.linkEpoch(),
                w.resumed(),
                others,
                w.ownTracks(),
                w.endpoints(),
                w.stun(),
                w.rtcp(),
                w.resumeTicket(),
                w.topology());
    }

    private void told(ClientMessage message) {
        if (message instanceof ClientMessage.UserJoined m) {
            people.put(m.participant().userId(), m.participant());
        } else if (message instanceof ClientMessage.UserLeft m) {
            people.computeIfPresent(m.userId(), (id, p) -> p.sessionId().equals(m.sessionId()) ? null : p);
        } else if (message instanceof ClientMessage.UserReconnected m) {
            update(m.userId(), p -> over(over(p, MediaType.AUDIO, null), MediaType.VIDEO, null));
        } else if (message instanceof ClientMessage.TransportChanged m) {
            update(m.userId(), p -> over(p, m.mediaType(), m.transport()));
        } else if (message instanceof ClientMessage.TopologyChanged m) {
            topology = m.topology();
        } else if (message instanceof ClientMessage.Rekeyed m) {
            rekeyed(m);
        } else {
            toldOfTracks(message);
        }
    }

    private void rekeyed(ClientMessage.Rekeyed rekeyed) {
        Map<Integer, SrtpKey> keys = new HashMap<>();
        rekeyed.streams().forEach(s -> keys.put(s.ssrc(), s.key()));
        people.replaceAll((id, p) ->
                tracks(p, p.tracks().stream().map(t -> rekeyed(t, keys)).toList()));
    }

    private static TrackInfo rekeyed(TrackInfo t, Map<Integer, SrtpKey> keys) {
        List<TrackInfo.LayerInfo> layers = t.layers().stream()
                .map(l -> keys.containsKey(l.ssrc())
                        ? new TrackInfo.LayerInfo(
                                l.layer(),
                                l.ssrc(),
                                l.incarnation(),
                                l.maxBitrateBps(),
                                l.width(),
                                l.height(),
                                l.maxFrameRate(),
                                List.of(keys.get(l.ssrc())))
                        : l)
                .toList();
        return new TrackInfo(t.trackId(), t.kind(), t.codec(), layers, t.label(), t.muted());
    }

    private void toldOfTracks(ClientMessage message) {
        if (message instanceof ClientMessage.TracksPublished m) {
            m.tracks().forEach(t -> update(m.userId(), p -> with(p, t)));
        } else if (message instanceof ClientMessage.TracksReplaced m) {
            m.tracks().forEach(t -> update(m.userId(), p -> with(p, t)));
        } else if (message instanceof ClientMessage.TracksUnpublished m) {
            update(
                    m.userId(),
                    p -> tracks(
                            p,
                            p.tracks().stream()
                                    .filter(t -> !m.trackIds().contains(t.trackId()))
                                    .toList()));
        } else if (message instanceof ClientMessage.TrackMuted m) {
            update(
                    m.userId(),
                    p -> tracks(
                            p,
                            p.tracks().stream()
                                    .map(t -> t.trackId().equals(m.trackId()) ? muted(t, m.muted()) : t)
                                    .toList()));
        }
    }

    private List<Delivery> missed(ClientMessage.View now) {
        List<Delivery> out = new ArrayList<>();
        Map<String, ParticipantInfo> present = new HashMap<>();
        now.participants().forEach(p -> present.put(p.sessionId(), p));
        people.forEach((userId, p) -> {
            if (!present.containsKey(p.sessionId())) {
                out.add(Delivery.toAll(new ClientMessage.UserLeft(userId, p.sessionId(), LeaveReason.LINK_LOST)));
            }
        });
        for (ParticipantInfo info : now.participants()) {
            ParticipantInfo known = people.get(info.userId());
            if (known == null || !same(known, info)) {
                out.add(Delivery.toOthers(info.sessionId(), new ClientMessage.UserJoined(info)));
            } else {
                muted(known, info, out);
            }
        }
        if (topology != now.topology()) {
            out.add(Delivery.toAll(new ClientMessage.TopologyChanged(now.topology(), "the scope was interrupted")));
        }
        return out;
    }

    private static void muted(ParticipantInfo known, ParticipantInfo now, List<Delivery> out) {
        for (TrackInfo t : now.tracks()) {
            boolean before = known.tracks().stream().anyMatch(k -> k.trackId().equals(t.trackId()) && k.muted());
            if (t.muted() != before) {
                ClientMessage message = new ClientMessage.TrackMuted(now.userId(), t.trackId(), t.muted());
                out.add(Delivery.toOthers(now.sessionId(), message));
            }
        }
    }

    private static boolean same(ParticipantInfo a, ParticipantInfo b) {
        return a.sessionId().equals(b.sessionId())
                && Objects.equals(a.audioTransport(), b.audioTransport())
                && Objects.equals(a.videoTransport(), b.videoTransport())
                && ssrcs(a).equals(ssrcs(b));
    }

    private static Map<String, List<Integer>> ssrcs(ParticipantInfo p) {
        Map<String, List<Integer>> ssrcs = new HashMap<>();
        p.tracks()
                .forEach(t -> ssrcs.put(
                        t.trackId(),
                        t.layers().stream().map(TrackInfo.LayerInfo::ssrc).toList()));
        return ssrcs;
    }

    private void update(String userId, UnaryOperator<ParticipantInfo> change) {
        people.computeIfPresent(userId, (id, p) -> change.apply(p));
    }

    private static ParticipantInfo with(ParticipantInfo p, TrackInfo track) {
        List<TrackInfo> next = new ArrayList<>(p.tracks());
        next.removeIf(t -> t.trackId().equals(track.trackId()));
        next.add(track);
        return tracks(p, List.copyOf(next));
    }

    private static ParticipantInfo tracks(ParticipantInfo p, List<TrackInfo> next) {
        return new ParticipantInfo(
                p.userId(), p.sessionId(), p.clientKind(), next, p.audioTransport(), p.videoTransport());
    }

    private static ParticipantInfo over(ParticipantInfo p, MediaType type, @Nullable Transport transport) {
        return new ParticipantInfo(
                p.userId(),
                p.sessionId(),
                p.clientKind(),
                p.tracks(),
                type == MediaType.AUDIO ? transport : p.audioTransport(),
                type == MediaType.VIDEO ? transport : p.videoTransport());
    }

    private static TrackInfo muted(TrackInfo t, boolean now) {
        return new TrackInfo(t.trackId(), t.kind(), t.codec(), t.layers(), t.label(), now);
    }
}
