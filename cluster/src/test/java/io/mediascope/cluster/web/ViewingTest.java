package io.mediascope.cluster.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ViewingTest {
    private static final List<WebSection> LINES =
            List.of(line("0", MediaType.AUDIO, Codec.OPUS), line("1", MediaType.VIDEO, Codec.VP8));

    private final Viewing anybody = new Viewing("");

    @Test
    void shouldStayWithTheFirstPublisherUntilItStops() {
        WantedTrack ann = track("ann", TrackKind.VIDEO, Codec.VP8);
        WantedTrack bob = track("bob", TrackKind.VIDEO, Codec.VP8);
        assertThat(shown(anybody, ann, bob)).containsExactly("-", "ann/VIDEO");
        assertThat(shown(anybody, bob, ann)).containsExactly("-", "ann/VIDEO");
        assertThat(shown(anybody, bob)).containsExactly("-", "bob/VIDEO");
        assertThat(shown(anybody)).containsExactly("-", "-");
    }

    @Test
    void shouldShowWhoWasNamedAndNobodyElse() {
        Viewing bobOnly = new Viewing("bob");
        assertThat(shown(bobOnly, track("ann", TrackKind.AUDIO, Codec.OPUS))).containsExactly("-", "-");
        assertThat(shown(bobOnly, track("ann", TrackKind.AUDIO, Codec.OPUS), track("bob", TrackKind.AUDIO, Codec.OPUS)))
                .containsExactly("bob/AUDIO", "-");
    }

    @Test
    void shouldPreferTheCameraAndPassOverWhatCannotBeDecoded() {
        assertThat(shown(
                        anybody,
                        track("ann", TrackKind.VIDEO, Codec.VP9),
                        track("bob", TrackKind.SCREEN, Codec.VP8),
                        track("bob", TrackKind.VIDEO, Codec.VP8)))
                .containsExactly("-", "bob/VIDEO");
    }

    private static List<String> shown(Viewing viewing, WantedTrack... tracks) {
        Stream<WebSection> lines = viewing.choose(LINES, List.of(tracks)).stream();
        return lines.map(line -> {
                    TrackKey track = line.track();
                    return track == null ? "-" : track.userId() + "/" + track.trackId();
                })
                .toList();
    }

    private static WantedTrack track(String user, TrackKind kind, Codec codec) {
        return new WantedTrack(new TrackKey(user, kind.name()), kind, codec);
    }

    private static WebSection line(String mid, MediaType type, Codec codec) {
        return new WebSection(
                mid,
                type,
                null,
                List.of(new WebCodec(codec, 96, WebCodec.NO_RTX, "")),
                WebExtensions.NONE,
                List.of(new WebEncoding("", LayerName.HIGH, 1, 0)));
    }
}
