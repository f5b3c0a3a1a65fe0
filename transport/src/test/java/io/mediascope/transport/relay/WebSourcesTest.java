package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSourcesTest {
    private static final TrackKey VOICE = new TrackKey("u", "voice");
    private static final TrackKey CAMERA = new TrackKey("u", "camera");

    private final WebSources sources = new WebSources();
    private final RtpExtensions extensions = new RtpExtensions();

    private static WebSection camera(WebEncoding... encodings) {
        return TestPeer.video("v", CAMERA, encodings);
    }

    private @Nullable WebSource find(int payloadType, int ssrc, String mid, String rid) {
        byte[] packet = WebFrames.rtp(payloadType, ssrc, 1, 1, new byte[10], mid, rid, -1);
        extensions.parse(packet, 0);
        return sources.find(packet, extensions);
    }

    @Test
    void shouldKeepWhatMidAndRidSaidOnce() {
        sources.apply(
                List.of(camera(new WebEncoding("h", LayerName.HIGH, 0, 0), new WebEncoding("l", LayerName.LOW, 0, 0))));
        assertThat(find(TestPeer.VP8_TYPE, 7, "v", "")).as("either").isNull();
        WebSource low = find(TestPeer.VP8_TYPE, 7, "v", "l");
        assertThat(low).isNotNull();
        assertThat(find(TestPeer.VP8_TYPE, 7, "", "")).isSameAs(low);
        assertThat(find(TestPeer.VP8_TYPE, 8, "v", "x")).isNull();
    }

    @Test
    void shouldTakeThePayloadTypeWhenItIsOfOneEncodingOnly() {
        sources.apply(List.of(
                TestPeer.audio("a", VOICE, new WebEncoding("", LayerName.HIGH, 0, 0)),
                camera(new WebEncoding("", LayerName.HIGH, 0, 0))));
        WebSource voice = find(TestPeer.OPUS_TYPE, 1, "", "");
        WebSource video = find(TestPeer.VP8_TYPE, 2, "", "");
        WebSource rtx = find(TestPeer.RTX_TYPE, 3, "", "");
        assertThat(voice).isNotNull();
        assertThat(video).isNotNull().isSameAs(rtx);
        assertThat(find(77, 4, "", "")).isNull();
        sources.apply(List.of(
                camera(new WebEncoding("", LayerName.HIGH, 0, 0)),
                TestPeer.video("w", new TrackKey("u", "screen"), new WebEncoding("", LayerName.HIGH, 0, 0))));
        assertThat(find(TestPeer.VP8_TYPE, 9, "", "")).as("of two sections").isNull();
    }

    @Test
    void shouldKnowTheExtensionsOfEverySection() {
        WebSection voice = TestPeer.audio("a", VOICE, new WebEncoding("", LayerName.HIGH, 0, 0));
        WebExtensions few = new WebExtensions(TestPeer.EXTENSIONS.mid(), 0, 0, 1, 0, 0, 0, 0);
        sources.apply(List.of(
                new WebSection("a", voice.mediaType(), VOICE, voice.codecs(), few, voice.encodings()),
                camera(new WebEncoding("h", LayerName.HIGH, 0, 0), new WebEncoding("l", LayerName.LOW, 0, 0))));
        assertThat(sources.extensions()).isEqualTo(TestPeer.EXTENSIONS);
        assertThat(find(TestPeer.VP8_TYPE, 7, "v", "h")).isNotNull();
    }

    @Test
    void shouldKeepLatchesOverNegotiations() {
        WebSection video = camera(new WebEncoding("", LayerName.HIGH, 0, 0));
        sources.apply(List.of(video));
        WebSource source = find(TestPeer.VP8_TYPE, 2, "v", "");
        sources.apply(List.of(TestPeer.audio("a", VOICE, new WebEncoding("", LayerName.HIGH, 0, 0)), video));
        assertThat(find(TestPeer.VP8_TYPE, 2, "", "")).isSameAs(source);
        sources.apply(List.of(camera(new WebEncoding("", LayerName.HIGH, 5, 0))));
        assertThat(find(TestPeer.VP8_TYPE, 5, "", "")).isNotNull().isNotSameAs(source);
    }

    @Test
    void shouldForgetSectionsThatAreGone() {
        sources.apply(List.of(camera(new WebEncoding("", LayerName.HIGH, 5, 0))));
        sources.apply(List.of(camera(new WebEncoding("", LayerName.HIGH, 5, 0)).withTrack(null)));
        assertThat(find(TestPeer.VP8_TYPE, 5, "v", "")).isNull();
    }
}
