package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.rtp.RtpExtensionWriter;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RTP header extensions through the relay: what a receiver is told, and by what a packet without a known SSRC is found. */
class WebExtensionsTest extends WebFixture {
    private static final WebExtensions IDS = TestPeer.EXTENSIONS;
    private static final int ROTATED = 1;

    /** 10 and 20 units of 10 ms, 12 bits each. */
    private static final int DELAYS = 10 << 12 | 20;

    private static byte[] packet(int type, int ssrc, int sequence, byte[] payload, RtpExtensionWriter[] written) {
        byte[] out = new byte[200 + payload.length];
        RtpHeader.write(out, 0, type, true, sequence, 3000L * sequence, ssrc);
        written[0] = new RtpExtensionWriter().reset(out, 0);
        return out;
    }

    private static byte[] finished(byte[] out, RtpExtensionWriter writer, byte[] payload) {
        int header = writer.end();
        System.arraycopy(payload, 0, out, header, payload.length);
        return Arrays.copyOf(out, header + payload.length);
    }

    private static byte[] turned(int i) {
        byte[] payload = WebFrames.vp8(i == 0, i, i);
        RtpExtensionWriter[] writer = new RtpExtensionWriter[1];
        byte[] out = packet(TestPeer.VP8_TYPE, 0x102, 100 + i, payload, writer);
        writer[0].videoOrientation(IDS.videoOrientation(), ROTATED).playoutDelay(IDS.playoutDelay(), DELAYS);
        return finished(out, writer[0], payload);
    }

    private static byte[] retransmitted(int ssrc, int original, String mid, String repairedRid, byte[] frame) {
        byte[] payload = new byte[2 + frame.length];
        payload[0] = (byte) (original >> 8);
        payload[1] = (byte) original;
        System.arraycopy(frame, 0, payload, 2, frame.length);
        RtpExtensionWriter[] writer = new RtpExtensionWriter[1];
        byte[] out = packet(TestPeer.RTX_TYPE, ssrc, 7, payload, writer);
        text(writer[0], IDS.mid(), mid);
        text(writer[0], IDS.repairedRid(), repairedRid);
        return finished(out, writer[0], payload);
    }

    private static void text(RtpExtensionWriter writer, int id, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        writer.data(id, bytes, 0, bytes.length);
    }

    private static RtpExtensions read(TestPeer.Packet packet) {
        RtpExtensions extensions = new RtpExtensions();
        extensions.parse(packet.bytes(), 0);
        return extensions;
    }

    @Test
    void shouldPassOrientationAndPlayoutDelayOnInRetransmissionsToo() {
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer whep = subscriber(anna, webber);
        for (int i = 0; i < 5; i++) {
            whip.send(turned(i));
        }
        whep.awaitPackets(VIDEO_OUT, 5);
        int lost = whep.of(VIDEO_OUT).get(2).sequence();
        whep.sendRtcp(writer -> writer.nack(1, VIDEO_OUT, new int[] {lost}, 1));
        whep.awaitPackets(RTX_OUT, 1);
        assertThat(whep.packets).allSatisfy(packet -> {
            assertThat(read(packet).videoOrientation(IDS.videoOrientation())).isEqualTo(ROTATED);
            assertThat(read(packet).playoutDelay(IDS.playoutDelay())).isEqualTo(DELAYS);
        });
    }

    @Test
    void shouldStampEachPacketWithItsSendTimeAndANumberOfTheConnection() {
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer whep = subscriber(anna, webber);
        for (int i = 0; i < 10; i++) {
            whip.send(opus(i));
            whip.send(vp8(i));
        }
        whep.awaitPackets(AUDIO_OUT, 10);
        whep.awaitPackets(VIDEO_OUT, 10);
        List<TestPeer.Packet> all = whep.packets;
        for (int i = 1; i < all.size(); i++) {
            int before = read(all.get(i - 1)).transportSequence(IDS.transportSequence());
            assertThat(read(all.get(i)).transportSequence(IDS.transportSequence()))
                    .as("one number space for sound and video")
                    .isEqualTo((before + 1) & 0xFFFF);
            // 24 bits of 1/2^18 s, which turn over each 64 s
            int passed = (read(all.get(i)).absSendTime(IDS.absSendTime())
                            - read(all.get(i - 1)).absSendTime(IDS.absSendTime()))
                    & 0xFF_FFFF;
            assertThat(passed).isLessThan(10 << 18);
        }
    }

    /** Simulcast by rid: no SSRC stands in SDP, and browsers name a retransmission's encoding by repaired rid alone. */
    @Test
    void shouldFindRetransmissionsByTheirRepairedRid() {
        RouteStream low = webber.stream(TrackKind.VIDEO, LayerName.LOW, 0x23);
        anna.expect(video);
        anna.expect(low);
        var choice = new RouteSubscription.LayerChoice(track(webber, TrackKind.VIDEO), LayerName.LOW, false);
        scope.routes(
                web(webber, List.of(video, low)),
                anna.route(List.of(), new RouteSubscription(RouteSubscription.Mode.ALL, List.of(), List.of(choice))));
        anna.connect(scope.endpoints());
        TestPeer page = peer(webber, PeerRole.PUBLISHER)
                .connect(TestPeer.video(
                        "v",
                        track(webber, TrackKind.VIDEO),
                        new WebEncoding("h", LayerName.HIGH, 0, 0),
                        new WebEncoding("l", LayerName.LOW, 0, 0)));
        for (int i = 0; i < 10; i++) {
            page.send(frame(0x201, i, "h"));
            if (i != 4) {
                page.send(frame(0x202, i, "l"));
            }
        }
        anna.await(() -> anna.count(low) == 9);
        await().until(() -> page.nacks.contains(new TestPeer.Nack(0x202, 104)));
        page.send(retransmitted(0x303, 104, "v", "l", WebFrames.vp8(false, 4, 4)));
        anna.await(() -> anna.count(low) == 10);
        assertThat(scope.count(RelayCounter.WEB_RTX_IN)).isEqualTo(1);
        page.send(retransmitted(0x404, 104, "v", "nobody", WebFrames.vp8(false, 4, 4)));
        await().until(() -> scope.count(RelayCounter.WEB_UNKNOWN_SSRC) == 1);
    }

    private static byte[] frame(int ssrc, int i, String rid) {
        return WebFrames.rtp(TestPeer.VP8_TYPE, ssrc, 100 + i, 3000L * i, WebFrames.vp8(i == 0, i, i), "v", rid, -1);
    }
}
