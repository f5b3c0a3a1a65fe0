package io.mediascope.sdk;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The others and their tracks, kept from what the node says; tells the listener each difference, and nothing when the node
 * says something twice. Service thread only.
 */
final class Users {
    private static final class User {
        final String userId;
        final String sessionId;
        final Map<String, OthersTrack> tracks = new LinkedHashMap<>();
        final Map<MediaType, Transport> transports = new EnumMap<>(MediaType.class);

        User(String userId, String sessionId) {
            this.userId = userId;
            this.sessionId = sessionId;
        }

        RemoteUser snapshot() {
            return new RemoteUser(
                    userId,
                    sessionId,
                    List.copyOf(tracks.values()),
                    transports.get(MediaType.AUDIO),
                    transports.get(MediaType.VIDEO));
        }
    }

    private final EventLoop loop;
    private final Callbacks callbacks;
    private final MediaEngine engine;
    private final Map<String, User> users = new LinkedHashMap<>();
    private volatile List<RemoteUser> snapshot = List.of();

    Users(EventLoop loop, Callbacks callbacks, MediaEngine engine) {
        this.loop = loop;
        this.callbacks = callbacks;
        this.engine = engine;
    }

    /** From any thread. */
    List<RemoteUser> snapshot() {
        return snapshot;
    }

    /** A participant as it stands: joined now, there before, or back under another session. */
    void present(ParticipantInfo info) {
        User known = users.get(info.getUserId());
        if (known != null && !known.sessionId.equals(info.getSessionId())) {
            left(info.getUserId(), "", LeaveReason.UNKNOWN);
            known = null;
        }
        User user = known != null ? known : new User(info.getUserId(), info.getSessionId());
        users.put(user.userId, user);
        transport(user, MediaType.AUDIO, Wire.transport(info.getAudioTransport()));
        transport(user, MediaType.VIDEO, Wire.transport(info.getVideoTransport()));
        if (known == null) {
            refresh();
            RemoteUser joined = user.snapshot();
            callbacks.tell(l -> l.userJoined(joined));
        }
        Set<String> present =
                info.getTracksList().stream().map(TrackInfo::getTrackId).collect(Collectors.toSet());
        List<String> gone =
                user.tracks.keySet().stream().filter(t -> !present.contains(t)).toList();
        unpublished(user.userId, gone);
        published(user.userId, info.getTracksList());
    }

    private static void transport(User user, MediaType type, @Nullable Transport transport) {
        if (transport != null) {
            user.transports.put(type, transport);
        }
    }

    /** After a resume: whoever is not named has left meanwhile. */
    void retain(Set<String> userIds) {
        List.copyOf(users.keySet()).stream()
                .filter(u -> !userIds.contains(u))
                .forEach(u -> left(u, "", LeaveReason.UNKNOWN));
    }

    /** @param sessionId empty = whatever session it is */
    void left(String userId, String sessionId, LeaveReason reason) {
        User user = users.get(userId);
        if (user == null || !(sessionId.isEmpty() || sessionId.equals(user.sessionId))) {
            return;
        }
        unpublished(userId, List.copyOf(user.tracks.keySet()));
        users.remove(userId);
        refresh();
        callbacks.tell(l -> l.userLeft(userId, reason));
    }

    void reconnected(String userId) {
        if (users.containsKey(userId)) {
            callbacks.tell(l -> l.userReconnected(userId));
        }
    }

    void published(String userId, List<TrackInfo> tracks) {
        User user = users.get(userId);
        if (user == null) {
            return;
        }
        for (TrackInfo info : tracks) {
            OthersTrack known = user.tracks.get(info.getTrackId());
            if (known != null && !known.isOfKind(info)) {
                unpublished(userId, List.of(info.getTrackId()));
                known = null;
            }
            if (known == null) {
                add(user, info);
            } else {
                if (known.update(info)) {
                    RemoteTrack replaced = known;
                    callbacks.tell(l -> l.trackReplaced(replaced));
                }
                muted(userId, info.getTrackId(), info.getMuted());
            }
        }
        refresh();
    }

    void muted(String userId, String trackId, boolean muted) {
        OthersTrack track = track(userId, trackId);
        if (track != null && track.mute(muted)) {
            callbacks.tell(l -> l.trackMuted(track));
        }
    }

    void rekeyed(Map<Integer, SrtpKey> keys, long nowNs) {
        for (OthersTrack track : tracks()) {
            for (ReceiveStream stream : track.streams()) {
                SrtpKey key = keys.get(stream.id().ssrc());
                if (key != null) {
                    stream.setKeys(List.of(key), nowNs);
                }
            }
        }
    }

    private void add(User user, TrackInfo info) {
        TrackKind kind = Wire.kind(info.getKind());
        Codec codec = Wire.codec(info.getCodec());
        if (kind == null || codec == null) {
            return;
        }
        OthersTrack track = new OthersTrack(user.userId, info, kind, codec, loop, callbacks, engine);
        user.tracks.put(info.getTrackId(), track);
        refresh();
        callbacks.tell(l -> l.trackPublished(track));
        track.update(info);
    }

    void unpublished(String userId, List<String> trackIds) {
        User user = users.get(userId);
        if (user == null) {
            return;
        }
        for (String trackId : trackIds) {
            OthersTrack track = user.tracks.remove(trackId);
            if (track != null) {
                refresh();
                track.end();
                callbacks.tell(l -> l.trackUnpublished(track));
            }
        }
    }

    void transportChanged(String userId, MediaType type, Transport transport, String detail) {
        User user = users.get(userId);
        if (user != null && user.transports.put(type, transport) != transport) {
            refresh();
            callbacks.tell(l -> l.transportChanged(userId, type, transport, detail));
        }
    }

    @Nullable
    OthersTrack track(String userId, String trackId) {
        User user = users.get(userId);
        return user == null ? null : user.tracks.get(trackId);
    }

    List<OthersTrack> tracks() {
        List<OthersTrack> all = new ArrayList<>();
        users.values().forEach(u -> all.addAll(u.tracks.values()));
        return all;
    }

    /** The end: sinks are ended without a word to the listener. */
    void clear() {
        tracks().forEach(OthersTrack::end);
        users.clear();
        refresh();
    }

    private void refresh() {
        snapshot = users.values().stream().map(User::snapshot).toList();
    }
}
