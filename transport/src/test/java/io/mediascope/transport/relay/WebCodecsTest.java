package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codecs that are passed through: only their key frames are looked for, and not a byte of theirs is changed. */
class WebCodecsTest extends WebFixture {
    private static byte[] packet(int i, byte[] payload) {
        return WebFrames.rtp(TestPeer.VP8_TYPE, 0x102, 300 + i, 3000L * i, payload, "1", "", -1);
    }

    private static byte[] frame(String hex, int number) {
        return HexFormat.of().parseHex(hex + "%08x".formatted(number) + "5a".repeat(40));
    }

    /** Payloads as RFC 6184, RFC 9628 and AV1's RTP specification begin them: a key frame, another frame. */
    @ParameterizedTest
    @CsvSource({"H264, 6588, 419a", "VP9, 8881230000, c881230000", "AV1, 180a0b, 103000"})
    void shouldPassOnFromAKeyFrame(Codec codec, String key, String other) {
        RouteStream camera = webber.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22, codec);
        TestClient lacking = scope.client("lacking");
        anna.expect(camera);
        TestClient ben = scope.client("ben");
        scope.routes(
                web(webber, List.of(camera)),
                anna.route(List.of(), RouteSubscription.ALL),
                web(ben, List.of()),
                web(lacking, List.of()));
        anna.connect(scope.endpoints());
        WebEncoding sent = new WebEncoding("", LayerName.HIGH, 0x102, 0x103);
        WebEncoding shown = new WebEncoding("", LayerName.HIGH, VIDEO_OUT, RTX_OUT);
        TestPeer whip = peer(webber, PeerRole.PUBLISHER)
                .connect(TestPeer.video(codec, "1", track(webber, TrackKind.VIDEO), sent));
        TestPeer whep = peer(ben, PeerRole.SUBSCRIBER)
                .connect(TestPeer.video(codec, "1", track(webber, TrackKind.VIDEO), shown));
        TestPeer vp8Only =
                peer(lacking, PeerRole.SUBSCRIBER).connect(TestPeer.video("1", track(webber, TrackKind.VIDEO), shown));
        for (int i = 0; i < 10; i++) {
            whip.send(packet(i, frame(i == 4 ? key : other, i)));
        }
        anna.await(() -> anna.count(camera) == 10);
        whep.awaitPackets(VIDEO_OUT, 6);
        assertThat(whep.of(VIDEO_OUT).get(0).payload()).isEqualTo(frame(key, 4));
        assertThat(whep.of(VIDEO_OUT).get(5).payload()).isEqualTo(frame(other, 9));
        byte[] atAnna = anna.received.get(camera.ssrc()).get(4);
        assertThat(RtpHeader.payloadType(atAnna, 0)).isEqualTo(codec.payloadType());
        assertThat(Arrays.copyOfRange(atAnna, RtpHeader.FIXED_LENGTH, atAnna.length))
                .isEqualTo(frame(key, 4));

        int lost = whep.of(VIDEO_OUT).get(2).sequence();
        whep.sendRtcp(writer -> writer.nack(1, VIDEO_OUT, new int[] {lost}, 1));
        whep.awaitPackets(RTX_OUT, 1);
        byte[] again = whep.of(RTX_OUT).get(0).payload();
        assertThat(Arrays.copyOfRange(again, 2, again.length)).isEqualTo(frame(other, 6));

        assertThat(vp8Only.packets).as("no codec in common").isEmpty();
        await().until(() -> scope.count(RelayCounter.WEB_NO_COMMON_CODEC) > 0);
    }
}
