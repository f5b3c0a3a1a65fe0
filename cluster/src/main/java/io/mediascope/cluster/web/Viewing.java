package io.mediascope.cluster.web;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebSection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a WHEP client hears and sees: the user it named, otherwise the scope's first publisher until that one stops. */
final class Viewing {
    private final String named;
    private String current = "";

    /** @param named empty = nobody in particular */
    Viewing(String named) {
        this.named = named;
    }

    /** The lines with what flows in them now. A track in a codec that the line has not is passed over. */
    List<WebSection> choose(List<WebSection> lines, List<WantedTrack> tracks) {
        String user = named.isEmpty() ? publisher(lines, tracks) : named;
        current = user;
        return lines.stream()
                .map(line -> line.withTrack(track(line, user, tracks).orElse(null)))
                .toList();
    }

    private String publisher(List<WebSection> lines, List<WantedTrack> tracks) {
        List<String> users = tracks.stream()
                .filter(t -> lines.stream().anyMatch(line -> fits(line, t)))
                .map(t -> t.track().userId())
                .toList();
        return users.contains(current) || users.isEmpty() ? current : users.get(0);
    }

    /** A camera goes before a screen. */
    private static Optional<TrackKey> track(WebSection line, String user, List<WantedTrack> tracks) {
        List<WantedTrack> fitting = tracks.stream()
                .filter(t -> t.track().userId().equals(user) && fits(line, t))
                .toList();
        @Nullable
        WantedTrack first = fitting.stream()
                .filter(t -> t.kind() != TrackKind.SCREEN)
                .findFirst()
                .orElse(fitting.isEmpty() ? null : fitting.get(0));
        return Optional.ofNullable(first).map(WantedTrack::track);
    }

    private static boolean fits(WebSection line, WantedTrack track) {
        MediaType type = track.kind().mediaType();
        return !line.encodings().isEmpty()
                && type == line.mediaType()
                && line.codecs().stream().anyMatch(c -> c.codec() == track.codec());
    }
}
