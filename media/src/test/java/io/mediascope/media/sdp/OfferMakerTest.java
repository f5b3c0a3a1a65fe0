package io.mediascope.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OfferMakerTest {
    private final AtomicInteger ssrcs = new AtomicInteger(100);
    private final OfferMaker maker = new OfferMaker(CodecPolicy.DEFAULT, 42, ssrcs::incrementAndGet);

    @Test
    void shouldOfferWhatIsWantedAndTakeTheAnswer() throws SdpException {
        assertThat(maker.wanted(List.of(audio("bob"), video("bob")))).isTrue();
        String offer = maker.offer(Sdps.LOCAL);
        assertThat(offer.lines())
                .contains("o=- 42 1 IN IP4 127.0.0.1", "a=group:BUNDLE 0 1", "a=ice-lite")
                .containsSubsequence(
                        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                        "a=setup:actpass",
                        "a=mid:0",
                        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                        "a=sendonly",
                        "a=msid:bob mic",
                        "a=rtpmap:111 opus/48000/2",
                        "a=ssrc:101 cname:bob",
                        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
                        "a=msid:bob cam",
                        "a=ssrc-group:FID 102 103");
        PeerDescription remote = maker.accept(Sdps.read("chrome-answer"));
        assertThat(remote.sections()).hasSize(2);
        assertThat(remote.sections().get(1).track()).isEqualTo(new TrackKey("bob", "cam"));
        assertThat(remote.sections().get(1).codecs()).containsExactly(new WebCodec(Codec.VP8, 96, 97, ""));
        assertThat(remote.sections().get(1).encodings()).containsExactly(new WebEncoding("", LayerName.HIGH, 102, 103));
        assertThat(remote.sections().get(1).extensions()).isEqualTo(new WebExtensions(4, 0, 0, 0, 2, 3, 6, 0));
        assertThat(maker.wanted(List.of(video("bob"), audio("bob")))).isFalse();
    }

    @Test
    void shouldTakeChromiumsAnswerWithEveryCodec() throws SdpException {
        CodecPolicy all = new CodecPolicy(List.of(Codec.OPUS, Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1));
        OfferMaker every = new OfferMaker(all, 5, ssrcs::incrementAndGet);
        every.wanted(List.of(audio("bob"), video("eve"), video("bob")));
        every.offer(Sdps.LOCAL);
        PeerDescription remote = every.accept(Sdps.read("chromium-156-answer"));
        assertThat(remote.sections()).hasSize(3).allMatch(section -> section.track() != null);
        assertThat(remote.sections().get(2).codecs())
                .extracting(WebCodec::codec)
                .containsExactly(Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1);
        assertThat(remote.sections().get(2).codecs()).allMatch(WebCodec::hasRtx);
    }

    @Test
    void shouldUseASectionAgainWithSsrcsOfItsOwn() {
        maker.wanted(List.of(audio("bob"), video("bob")));
        maker.offer(Sdps.LOCAL);
        assertThat(maker.wanted(List.of(audio("bob")))).isTrue();
        assertThat(maker.offer(Sdps.LOCAL).lines()).contains("a=inactive").doesNotContain("a=msid:bob cam");
        assertThat(maker.wanted(List.of(audio("bob"), video("eve")))).isTrue();
        assertThat(maker.offer(Sdps.LOCAL).lines())
                .contains("o=- 42 3 IN IP4 127.0.0.1", "a=msid:eve cam", "a=ssrc-group:FID 104 105");
        assertThat(maker.slots()).hasSize(2);
    }

    @Test
    void shouldNotOfferMoreSectionsThanThereMayBe() {
        List<WantedTrack> tracks = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            tracks.add(audio("user" + i));
        }
        maker.wanted(tracks);
        assertThat(maker.slots()).hasSize(64);
        assertThat(maker.unserved()).containsExactlyElementsOf(tracks.subList(64, 70));
        assertThat(maker.offer(Sdps.LOCAL).length()).isLessThan(SessionDescription.MAX_LENGTH);
    }

    @Test
    void shouldTakeARefusedAndAnInactiveSection() throws SdpException {
        maker.wanted(List.of(audio("bob"), video("bob")));
        maker.offer(Sdps.LOCAL);
        String answer = Sdps.read("chrome-answer");
        PeerDescription refused = maker.accept(answer.replace("m=video 9", "m=video 0"));
        assertThat(refused.sections().get(1).codecs()).isEmpty();
        PeerDescription inactive = maker.accept(answer.replace("a=recvonly", "a=inactive"));
        assertThat(inactive.sections()).allMatch(section -> section.track() == null);
    }

    @Test
    void shouldRefuseAnswersThatDoNotFit() {
        maker.wanted(List.of(audio("bob"), video("bob")));
        maker.offer(Sdps.LOCAL);
        refused("a=setup:active", "a=setup:passive", "setup");
        refused("a=setup:active", "a=setup:actpass", "setup");
        refused("a=mid:1", "a=mid:7", "a=mid:1");
        refused("m=video 9", "m=video 9 x", "protocol");
        maker.wanted(List.of(audio("bob"), video("bob"), video("eve")));
        maker.offer(Sdps.LOCAL);
        refused("", "", "3 sections");
    }

    private void refused(String what, String by, String reason) {
        assertThatThrownBy(() -> maker.accept(Sdps.read("chrome-answer").replace(what, by)))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining(reason);
    }

    private static WantedTrack audio(String user) {
        return new WantedTrack(new TrackKey(user, "mic"), TrackKind.AUDIO, Codec.OPUS);
    }

    private static WantedTrack video(String user) {
        return new WantedTrack(new TrackKey(user, "cam"), TrackKind.VIDEO, Codec.VP8);
    }
}
