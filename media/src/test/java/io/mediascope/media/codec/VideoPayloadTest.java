package io.mediascope.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.media.model.Codec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VideoPayloadTest {
    @Test
    void shouldKnowVp8() {
        check(Codec.VP8, "9080800100", "key");
        check(Codec.VP8, "9080800101", "frame");
        check(Codec.VP8, "8080800100", "");
    }

    @Test
    void shouldKnowVp9() {
        check(Codec.VP9, "8881230000", "key");
        check(Codec.VP9, "c881230000", "frame");
        check(Codec.VP9, "8481230000", "");
        check(Codec.VP9, "a88123000000", "key"); // spatial layer 0
        check(Codec.VP9, "a88123020000", ""); // spatial layer 1 of the same picture
        check(Codec.VP9, "a8230000", "key"); // picture id of 7 bits
        check(Codec.VP9, "a881", "");
    }

    @Test
    void shouldKnowH264() {
        check(Codec.H264, "6742e01f", "key");
        check(Codec.H264, "6588", "key");
        check(Codec.H264, "6508", ""); // not the first slice
        check(Codec.H264, "419a", "frame");
        check(Codec.H264, "0910", "frame");
        check(Codec.H264, "78" + "0004" + "6742e01f" + "0002" + "68ce", "key");
        check(Codec.H264, "78" + "0002" + "68ce" + "0004" + "6742e01f", "key");
        check(Codec.H264, "78" + "00ff" + "6742e01f", "");
        check(Codec.H264, "7c8588", "key");
        check(Codec.H264, "7c0588", ""); // not the first fragment
        check(Codec.H264, "5c819a", "frame");
    }

    @Test
    void shouldKnowAv1() {
        check(Codec.AV1, "18" + "0a0b", "key"); // W=1, N, a sequence header
        check(Codec.AV1, "20" + "02" + "0a0b" + "30", "key"); // a sequence header without N
        check(Codec.AV1, "10" + "3000", "frame");
        check(Codec.AV1, "10" + "2000", ""); // tile group
        check(Codec.AV1, "98" + "0a0b", ""); // goes on
        check(Codec.AV1, "00" + "ffffffff", "");
    }

    @Test
    void shouldRefuseAudio() {
        assertThatThrownBy(() -> VideoPayload.of(Codec.OPUS)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void check(Codec codec, String hex, String begins) {
        byte[] payload = HexFormat.of().parseHex("00" + hex + "ff");
        VideoPayload video = VideoPayload.of(codec);
        int length = payload.length - 2;
        assertThat(video.keyFrameStart(payload, 1, length)).as(hex).isEqualTo(begins.equals("key"));
        assertThat(video.frameStart(payload, 1, length)).as(hex).isEqualTo(!begins.isEmpty());
        assertThat(video.frameStart(payload, 1, 0)).isFalse();
        assertThat(video.keyFrameStart(payload, 1, 1)).isFalse();
    }
}
