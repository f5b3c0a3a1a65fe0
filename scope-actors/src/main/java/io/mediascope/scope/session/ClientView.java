package io.mediascope.scope.session;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told of the others, so that it can be told exactly what it missed when messages to it were lost with the
 * scope's actor or given up for a silent agent.
 */
final class ClientView {
    /** One other participant; its tracks as the SSRCs of their layers. */
    private static final class Peer {
        final String sessionId;
        final Map<String, List<Integer>> tracks = new HashMap<>();
        final Set<String> muted = new HashSet<>();

        @Nullable
        Transport audio;

        @Nullable
        Transport video;

        Peer(ParticipantInfo info) {
            sessionId = info.sessionId();
            audio = info.audioTransport();
            video = info.videoTransport();
            info.tracks().forEach(this::track);
        }

        void track(TrackInfo track) {
            tracks.put(
                    track.trackId(),
                    track.layers().stream().map(TrackInfo.LayerInfo::ssrc).toList());
            muted(track.trackId(), track.muted());
        }

        void muted(String trackId, boolean now) {
            if (now) {
                muted.add(trackId);
            } else {
                muted.remove(trackId);
            }
        }

        boolean same(Peer other) {
            return sessionId.equals(other.sessionId)
                    && tracks.equals(other.tracks)
                    && Objects.equals(audio, other.audio)
                    && Objects.equals(video, other.video);
        }
    }

    private final boolean keys;
    private final Map<String, Peer> peers = new HashMap<>();
    private Topology topology = Topology.RELAY;

    /** @param keys whether this client may have the keys of others */
    ClientView(boolean keys) {
        this.keys = keys;
    }

    /** The client was told this. */
    void told(ClientMessage message) {
        if (message instanceof ClientMessage.Welcome m) {
            peers.clear();
            m.participants().forEach(this::put);
            topology = m.topology();
        } else if (message instanceof ClientMessage.UserJoined m) {
            put(m.participant());
        } else if (message instanceof ClientMessage.UserLeft m) {
            peers.computeIfPresent(m.userId(), (id, peer) -> peer.sessionId.equals(m.sessionId()) ? null : peer);
        } else if (message instanceof ClientMessage.TopologyChanged m) {
            topology = m.topology();
        } else {
            toldOfTracks(message);
        }
    }

    private void toldOfTracks(ClientMessage message) {
        if (message instanceof ClientMessage.TracksPublished m) {
            tracks(m.userId(), m.tracks());
        } else if (message instanceof ClientMessage.TracksReplaced m) {
            tracks(m.userId(), m.tracks());
        } else if (message instanceof ClientMessage.TracksUnpublished m) {
            Peer peer = peers.get(m.userId());
            if (peer != null) {
                m.trackIds().forEach(peer.tracks::remove);
                m.trackIds().forEach(peer.muted::remove);
            }
        } else if (message instanceof ClientMessage.TrackMuted m) {
            Peer peer = peers.get(m.userId());
            if (peer != null) {
                peer.muted(m.trackId(), m.muted());
            }
        } else if (message instanceof ClientMessage.TransportChanged m) {
            Peer peer = peers.get(m.userId());
            if (peer != null && m.mediaType() == MediaType.AUDIO) {
                peer.audio = m.transport();
            } else if (peer != null) {
                peer.video = m.transport();
            }
        }
    }

    /** What the client, whose own session is {@code self}, has to be told to see what {@code now} shows. */
    List<ClientMessage> missed(ClientMessage.View now, String self) {
        List<ClientMessage> out = new ArrayList<>();
        Set<String> present = new HashSet<>();
        now.participants().forEach(p -> present.add(p.sessionId()));
        peers.forEach((userId, peer) -> {
            if (!present.contains(peer.sessionId)) {
                out.add(new ClientMessage.UserLeft(userId, peer.sessionId, LeaveReason.LINK_LOST));
            }
        });
        for (ParticipantInfo info : now.participants()) {
            Peer known = peers.get(info.userId());
            if (info.sessionId().equals(self)) {
                continue;
            }
            if (known == null || !known.same(new Peer(info))) {
                out.add(new ClientMessage.UserJoined(keys ? info : withoutKeys(info)));
            } else {
                info.tracks().stream()
                        .filter(t -> t.muted() != known.muted.contains(t.trackId()))
                        .map(t -> new ClientMessage.TrackMuted(info.userId(), t.trackId(), t.muted()))
                        .forEach(out::add);
            }
        }
        if (topology != now.topology()) {
            out.add(new ClientMessage.TopologyChanged(now.topology(), "the scope was interrupted"));
        }
        return out;
    }

    private void put(ParticipantInfo info) {
        peers.put(info.userId(), new Peer(info));
    }

    private void tracks(String userId, List<TrackInfo> tracks) {
        Peer peer = peers.get(userId);
        if (peer != null) {
            tracks.forEach(peer::track);
        }
    }

    private static ParticipantInfo withoutKeys(ParticipantInfo info) {
        List<TrackInfo> tracks = info.tracks().stream()
                .map(t -> new TrackInfo(
                        t.trackId(),
                        t.kind(),
                        t.codec(),
                        t.layers().stream().map(ClientView::withoutKeys).toList(),
                        t.label(),
                        t.muted()))
                .toList();
        return new ParticipantInfo(
                info.userId(),
                info.sessionId(),
                info.clientKind(),
                tracks,
                info.audioTransport(),
                info.videoTransport());
    }

    private static TrackInfo.LayerInfo withoutKeys(TrackInfo.LayerInfo l) {
        return new TrackInfo.LayerInfo(
                l.layer(),
                l.ssrc(),
                l.incarnation(),
                l.maxBitrateBps(),
                l.width(),
                l.height(),
                l.maxFrameRate(),
                List.of());
    }
}
