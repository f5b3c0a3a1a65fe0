package io.mediascope.scope.entity;

import io.mediascope.media.model.Transport;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.ScopeEvent.LinkRecord;
import io.mediascope.scope.journal.WantedMedia;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A participant as the journal knows it.
 *
 * @param linkedAt when its last link began
 * @param incarnations the highest incarnation that a layer of it ever had
 * @param ended the last commands that unpublished something, so that their repetition is known
 */
record Participant(
        String sessionId,
        String userId,
        ClientKind clientKind,
        Set<Grant> grants,
        boolean p2pAllowed,
        String joinId,
        Instant joinedAt,
        LinkRecord link,
        Instant linkedAt,
        WantedMedia wanted,
        List<PublishedTrack> tracks,
        int incarnations,
        List<String> ended,
        @Nullable Transport audio,
        String audioDetail,
        @Nullable Transport video,
        String videoDetail)
        implements ScopeSerializable {
    private static final int KEPT_COMMANDS = 16;

    static Participant of(ScopeEvent.ParticipantJoined e) {
        Instant at = e.header().time();
        return new Participant(
                e.sessionId(),
                e.userId(),
                e.clientKind(),
                e.grants(),
                e.p2pAllowed(),
                e.joinId(),
                at,
                e.link(),
                at,
                e.wanted(),
                List.of(),
                0,
                List.of(),
                null,
                "",
                null,
                "");
    }

    boolean may(Grant grant) {
        return grants.contains(grant);
    }

    Optional<PublishedTrack> track(String trackId) {
        return tracks.stream().filter(t -> t.trackId().equals(trackId)).findFirst();
    }

    /** Over a new link: its paths are unknown again. */
    Participant reconnected(ScopeEvent.ParticipantReconnected e) {
        Instant at = e.header().time();
        return new Participant(
                sessionId,
                userId,
                clientKind,
                grants,
                p2pAllowed,
                e.joinId(),
                joinedAt,
                e.link(),
                at,
                wanted,
                tracks,
                incarnations,
                ended,
                null,
                "",
                null,
                "");
    }

    /** Over a new link to another node; its media goes on. */
    Participant moved(ScopeEvent.ParticipantMoved e) {
        return over(e.link(), e.joinId(), e.header().time());
    }

    /** The same over another link. */
    Participant over(LinkRecord other) {
        return over(other, joinId, linkedAt);
    }

    private Participant over(LinkRecord other, String join, Instant at) {
        return new Participant(
                sessionId,
                userId,
                clientKind,
                grants,
                p2pAllowed,
                join,
                joinedAt,
                other,
                at,
                wanted,
                tracks,
                incarnations,
                ended,
                audio,
                audioDetail,
                video,
                videoDetail);
    }

    /** With {@code track} published or replaced. */
    Participant with(PublishedTrack track) {
        List<PublishedTrack> next = new ArrayList<>(tracks);
        int at = indexOf(track.trackId());
        if (at < 0) {
            next.add(track);
        } else {
            next.set(at, track);
        }
        int highest = track.layers().stream()
                .mapToInt(PublishedTrack.Layer::incarnation)
                .max()
                .orElse(0);
        return withTracks(List.copyOf(next), Math.max(incarnations, highest), ended);
    }

    /** Without a track; {@code commandId} ended it. */
    Participant without(String trackId, String commandId) {
        List<String> commands = new ArrayList<>(ended);
        commands.remove(commandId);
        commands.add(commandId);
        return withTracks(
                tracks.stream().filter(t -> !t.trackId().equals(trackId)).toList(),
                incarnations,
                List.copyOf(commands.subList(Math.max(0, commands.size() - KEPT_COMMANDS), commands.size())));
    }

    Participant wanting(WantedMedia next) {
        return new Participant(
                sessionId,
                userId,
                clientKind,
                grants,
                p2pAllowed,
                joinId,
                joinedAt,
                link,
                linkedAt,
                next,
                tracks,
                incarnations,
                ended,
                audio,
                audioDetail,
                video,
                videoDetail);
    }

    Participant over(ScopeEvent.TransportChanged e) {
        return new Participant(
                sessionId,
                userId,
                clientKind,
                grants,
                p2pAllowed,
                joinId,
                joinedAt,
                link,
                linkedAt,
                wanted,
                tracks,
                incarnations,
                ended,
                e.audio(),
                e.audioDetail(),
                e.video(),
                e.videoDetail());
    }

    private int indexOf(String trackId) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).trackId().equals(trackId)) {
                return i;
            }
        }
        return -1;
    }

    private Participant withTracks(List<PublishedTrack> next, int highest, List<String> commands) {
        return new Participant(
                sessionId,
                userId,
                clientKind,
                grants,
                p2pAllowed,
                joinId,
                joinedAt,
                link,
                linkedAt,
                wanted,
                next,
                highest,
                commands,
                audio,
                audioDetail,
                video,
                videoDetail);
    }
}
