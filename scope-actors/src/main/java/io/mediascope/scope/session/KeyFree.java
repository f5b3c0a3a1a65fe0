package io.mediascope.scope.session;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.TrackInfo;
import java.util.List;

/** Takes the keys of others out of messages, for clients that may not receive. Their own keys stay. */
final class KeyFree {
    private KeyFree() {}

    static ClientMessage of(ClientMessage message, String ownUser) {
        if (message instanceof ClientMessage.UserJoined m) {
            return new ClientMessage.UserJoined(participant(m.participant()));
        } else if (message instanceof ClientMessage.TracksPublished m
                && !m.userId().equals(ownUser)) {
            return new ClientMessage.TracksPublished(m.userId(), tracks(m.tracks()));
        } else if (message instanceof ClientMessage.TracksReplaced m
                && !m.userId().equals(ownUser)) {
            return new ClientMessage.TracksReplaced(m.userId(), tracks(m.tracks()));
        }
        return message;
    }

    static List<ParticipantInfo> participants(List<ParticipantInfo> all) {
        return all.stream().map(KeyFree::participant).toList();
    }

    private static ParticipantInfo participant(ParticipantInfo p) {
        return new ParticipantInfo(
                p.userId(), p.sessionId(), p.clientKind(), tracks(p.tracks()), p.audioTransport(), p.videoTransport());
    }

    private static List<TrackInfo> tracks(List<TrackInfo> tracks) {
        return tracks.stream()
                .map(t -> new TrackInfo(
                        t.trackId(),
                        t.kind(),
                        t.codec(),
                        t.layers().stream().map(KeyFree::layer).toList(),
                        t.label(),
                        t.muted()))
                .toList();
    }

    private static TrackInfo.LayerInfo layer(TrackInfo.LayerInfo l) {
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
