package io.mediascope.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerMakerTest {
    private static final CodecPolicy ALL =
            new CodecPolicy(List.of(Codec.OPUS, Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1));

    @Test
    void shouldAnswerWhatChromePublishes() throws SdpException {
        Answer answer = AnswerMaker.answer(Sdps.parse("chrome-publish"), Sdps.LOCAL, CodecPolicy.DEFAULT, Sdps.PUBLISH);
        assertThat(answer.remote().ice().ufrag()).isEqualTo("aB3+");
        assertThat(answer.remote().fingerprints()).singleElement().satisfies(f -> assertThat(f.algorithm())
                .isEqualTo("sha-256"));
        assertThat(answer.remote().sections())
                .containsExactly(
                        new WebSection(
                                "0",
                                MediaType.AUDIO,
                                new TrackKey("alice", "track-0"),
                                List.of(new WebCodec(Codec.OPUS, 111, WebCodec.NO_RTX, "minptime=10;useinbandfec=1")),
                                new WebExtensions(4, 0, 0, 1, 2, 3, 0, 0),
                                List.of(new WebEncoding("", LayerName.HIGH, (int) 3735928559L, 0))),
                        new WebSection(
                                "1",
                                MediaType.VIDEO,
                                new TrackKey("alice", "track-1"),
                                List.of(new WebCodec(Codec.VP8, 96, 97, "")),
                                new WebExtensions(4, 10, 11, 0, 2, 3, 13, 5),
                                List.of(new WebEncoding("", LayerName.HIGH, 1000000001, 1000000002))));
    }

    @Test
    void shouldWriteAnAnswerThatABrowserTakes() throws SdpException {
        Answer answer = AnswerMaker.answer(Sdps.parse("chrome-publish"), Sdps.LOCAL, CodecPolicy.DEFAULT, Sdps.PUBLISH);
        assertThat(answer.sdp().lines())
                .startsWith("v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0")
                .contains("a=group:BUNDLE 0 1", "a=ice-lite", "a=extmap-allow-mixed")
                .containsSubsequence(
                        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                        "c=IN IP4 0.0.0.0",
                        "a=candidate:1 1 udp 16785407 192.0.2.1 5000 typ host",
                        "a=candidate:2 1 udp 16785151 2001:db8::1 5000 typ host",
                        "a=candidate:3 1 tcp 16784895 192.0.2.1 443 typ host tcptype passive",
                        "a=end-of-candidates",
                        "a=ice-ufrag:01abcdef",
                        "a=setup:passive",
                        "a=mid:0",
                        "a=recvonly",
                        "a=rtcp-mux",
                        "a=rtpmap:111 opus/48000/2",
                        "a=rtcp-fb:111 transport-cc",
                        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
                        "a=recvonly",
                        "a=rtpmap:96 VP8/90000",
                        "a=rtcp-fb:96 goog-remb",
                        "a=rtcp-fb:96 transport-cc",
                        "a=rtcp-fb:96 ccm fir",
                        "a=rtcp-fb:96 nack",
                        "a=rtcp-fb:96 nack pli",
                        "a=rtpmap:97 rtx/90000",
                        "a=fmtp:97 apt=96");
        assertThat(SessionDescription.parse(answer.sdp()).write()).isEqualTo(answer.sdp());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chromium-156-publish",
                "chrome-publish",
                "firefox-publish",
                "safari-publish",
                "obs-whip",
                "gstreamer-whip"
            })
    void shouldAnswerEveryPublisher(String client) throws SdpException {
        Answer answer = AnswerMaker.answer(Sdps.parse(client), Sdps.LOCAL, ALL, Sdps.PUBLISH);
        assertThat(answer.remote().sections()).hasSize(2).allSatisfy(section -> {
            assertThat(section.codecs()).hasSize(1);
            assertThat(section.encodings()).hasSize(1);
        });
        assertThat(SessionDescription.parse(answer.sdp()).sections())
                .hasSize(2)
                .allMatch(section -> section.direction() == Direction.RECVONLY && !section.refused());
    }

    @Test
    void shouldAnswerWhatChromiumOffersForSimulcastAndWhep() throws SdpException {
        Answer simulcast =
                AnswerMaker.answer(Sdps.parse("chromium-156-simulcast"), Sdps.LOCAL, CodecPolicy.DEFAULT, Sdps.PUBLISH);
        assertThat(simulcast.remote().sections().get(0).encodings())
                .containsExactly(new WebEncoding("f", LayerName.HIGH, 0, 0));
        Answer whep = AnswerMaker.answer(
                Sdps.parse("chromium-156-whep"),
                Sdps.LOCAL,
                ALL,
                section -> new SectionUse.Send(null, 1 + section.index(), 0, "s", "t" + section.index()));
        assertThat(whep.remote().sections().get(1).codecs())
                .extracting(WebCodec::codec)
                .containsExactly(Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1);
    }

    @Test
    void shouldTakeTheBestOfThreeEncodings() throws SdpException {
        Answer one = AnswerMaker.answer(Sdps.parse("chrome-simulcast"), Sdps.LOCAL, CodecPolicy.DEFAULT, Sdps.PUBLISH);
        assertThat(one.remote().sections().get(0).encodings())
                .containsExactly(new WebEncoding("f", LayerName.HIGH, 0, 0));
        assertThat(one.sdp().lines()).contains("a=rid:f recv", "a=simulcast:recv f");
    }

    @Test
    void shouldTakeTheBestAndTheSmallestEncoding() throws SdpException {
        Answer two = AnswerMaker.answer(
                Sdps.parse("chrome-simulcast"),
                Sdps.LOCAL,
                CodecPolicy.DEFAULT,
                section -> new SectionUse.Receive(new TrackKey("alice", "cam"), 2));
        assertThat(two.remote().sections().get(0).encodings())
                .containsExactly(new WebEncoding("f", LayerName.HIGH, 0, 0), new WebEncoding("q", LayerName.LOW, 0, 0));
        assertThat(two.sdp().lines()).containsSubsequence("a=rid:q recv", "a=rid:f recv", "a=simulcast:recv q;f");
    }

    @Test
    void shouldSendToAWhepClient() throws SdpException {
        Answer answer = AnswerMaker.answer(
                Sdps.parse("chrome-whep"),
                Sdps.LOCAL,
                CodecPolicy.DEFAULT,
                section -> new SectionUse.Send(
                        null,
                        section.mediaType() == MediaType.AUDIO ? 7 : 8,
                        section.mediaType() == MediaType.AUDIO ? 0 : 9,
                        "a b",
                        "t/1"));
        assertThat(answer.sdp().lines())
                .containsSubsequence(
                        "a=sendonly",
                        "a=msid:a%20b t%2F1",
                        "a=ssrc:7 cname:a%20b",
                        "a=sendonly",
                        "a=ssrc-group:FID 8 9",
                        "a=ssrc:8 cname:a%20b",
                        "a=ssrc:9 cname:a%20b");
        assertThat(answer.remote().sections().get(1).encodings())
                .containsExactly(new WebEncoding("", LayerName.HIGH, 8, 9));
        assertThat(answer.remote().sections().get(1).extensions())
                .isEqualTo(new WebExtensions(4, 0, 0, 0, 2, 3, 13, 5));
    }

    @Test
    void shouldRefuseASectionWithPortZero() throws SdpException {
        Answer answer = AnswerMaker.answer(
                Sdps.parse("chrome-publish"),
                Sdps.LOCAL,
                CodecPolicy.DEFAULT,
                section -> section.mediaType() == MediaType.AUDIO
                        ? new SectionUse.Refuse()
                        : new SectionUse.Receive(new TrackKey("alice", "cam"), 1));
        assertThat(answer.remote().sections().get(0).codecs()).isEmpty();
        assertThat(answer.sdp().lines())
                .contains("a=group:BUNDLE 1")
                .containsSubsequence(
                        "m=audio 0 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
                        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
                        "a=candidate:1 1 udp 16785407 192.0.2.1 5000 typ host");
    }

    @Test
    void shouldSayWhenThereIsNoCommonCodec() {
        assertThatThrownBy(
                        () -> AnswerMaker.answer(Sdps.parse("obs-whip"), Sdps.LOCAL, CodecPolicy.DEFAULT, Sdps.PUBLISH))
                .isInstanceOfSatisfying(
                        SdpException.class, e -> assertThat(e.reason()).isEqualTo(SdpException.Reason.NO_COMMON_CODEC));
    }

    @Test
    void shouldTakeTheConstrainedBaselineOfSeveralH264() throws SdpException {
        CodecPolicy policy = new CodecPolicy(List.of(Codec.OPUS, Codec.H264));
        Answer answer = AnswerMaker.answer(Sdps.parse("chrome-publish"), Sdps.LOCAL, policy, Sdps.PUBLISH);
        assertThat(answer.remote().sections().get(1).codecs())
                .containsExactly(new WebCodec(
                        Codec.H264,
                        109,
                        114,
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"));
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        refused("a=rtcp-mux\r\n", "", "rtcp-mux");
        refused("a=group:BUNDLE 0 1\r\n", "", "BUNDLE");
        refused("a=setup:actpass", "a=setup:passive", "a=setup must be");
        refused("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", "sha-256");
        refused("a=fingerprint:", "a=x-fingerprint:", "fingerprint is missing");
        refused("a=ice-ufrag:aB3+\r\n", "", "a=ice-ufrag is missing");
        refused("a=ice-ufrag:aB3+", "a=ice-ufrag:aB3 ", "a=ice-ufrag must have");
        refused("a=ice-ufrag:aB3+", "a=ice-ufrag:aB3", "a=ice-ufrag must have");
        refused("a=ice-pwd:q1w2e3r4", "a=ice-pwd:", "a=ice-pwd must have");
        refused("a=mid:1", "a=mid:0", "same a=mid");
        refused("UDP/TLS/RTP/SAVPF", "RTP/AVP", "SAVPF");
        refused("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n", "ICE lite");
        refused("a=sendonly", "a=recvonly", "does not send");
        refused("a=rtpmap:96 VP8/90000", "a=rtpmap:96 VP8/x", "number");
        refused("a=ssrc:1000000001 ", "a=ssrc:99999999999 ", "SSRC");
    }

    private static void refused(String what, String by, String reason) {
        String changed = Sdps.read("chrome-publish").replace(what, by);
        assertThatThrownBy(() -> AnswerMaker.answer(
                        SessionDescription.parse(changed), Sdps.LOCAL, CodecPolicy.DEFAULT, Sdps.PUBLISH))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining(reason);
    }
}
