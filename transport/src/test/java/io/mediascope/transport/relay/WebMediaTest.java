package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Media between native clients and browsers: real sockets, real DTLS. */
class WebMediaTest {
    private static final int AUDIO_OUT = 0x5001;
    private static final int VIDEO_OUT = 0x5002;
    private static final int RTX_OUT = 0x5003;

    private final List<TestPeer> peers = new ArrayList<>();
    private TestScope scope;
    private TestClient anna;
    private TestClient webber;
    private RouteStream audio;
    private RouteStream video;

    @BeforeEach
    void start() {
        scope = new TestScope();
        anna = scope.client("anna");
        webber = scope.client("webber");
        audio = webber.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        video = webber.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
    }

    @AfterEach
    void stop() {
        peers.forEach(TestPeer::close);
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
        scope.close();
    }

    private static RouteParticipant web(TestClient client, List<RouteStream> streams) {
        return web(client, streams, RouteSubscription.ALL);
    }

    private static RouteParticipant web(TestClient client, List<RouteStream> streams, RouteSubscription subscription) {
        return new RouteParticipant(
                client.sessionId,
                "user-" + client.sessionId,
                1,
                client.stun,
                client.hop,
                streams,
                subscription,
                false,
                true);
    }

    private static TrackKey track(TestClient client, TrackKind kind) {
        return new TrackKey("user-" + client.sessionId, kind.name());
    }

    private TestPeer peer(TestClient client, PeerRole role) {
        TestPeer peer = new TestPeer(scope, client.sessionId, role);
        peers.add(peer);
        return peer;
    }

    /** A publisher whose SSRCs stand in SDP, as a WHIP client's. */
    private TestPeer publisher(TestClient client) {
        return peer(client, PeerRole.PUBLISHER)
                .connect(
                        TestPeer.audio(
                                "0", track(client, TrackKind.AUDIO), new WebEncoding("", LayerName.HIGH, 0x101, 0)),
                        TestPeer.video(
                                "1",
                                track(client, TrackKind.VIDEO),
                                new WebEncoding("", LayerName.HIGH, 0x102, 0x103)));
    }

    private TestPeer subscriber(TestClient client, TestClient publisher) {
        return peer(client, PeerRole.SUBSCRIBER)
                .connect(
                        TestPeer.audio(
                                "0",
                                track(publisher, TrackKind.AUDIO),
                                new WebEncoding("", LayerName.HIGH, AUDIO_OUT, 0)),
                        TestPeer.video(
                                "1",
                                track(publisher, TrackKind.VIDEO),
                                new WebEncoding("", LayerName.HIGH, VIDEO_OUT, RTX_OUT)));
    }

    private static byte[] opus(int i) {
        return WebFrames.rtp(TestPeer.OPUS_TYPE, 0x101, 500 + i, 960L * i, WebFrames.opus(i), "0", "", 2 * i);
    }

    private static byte[] vp8(int i) {
        return WebFrames.rtp(
                TestPeer.VP8_TYPE, 0x102, 65_530 + i, 3000L * i, WebFrames.vp8(i == 0, i, i), "1", "", 2 * i + 1);
    }

    @Test
    void shouldCarryFromWebToNative() {
        anna.expect(audio);
        anna.expect(video);
        scope.routes(web(webber, List.of(audio, video)), anna.route(List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        TestPeer whip = publisher(webber);
        for (int i = 0; i < 30; i++) {
            whip.send(opus(i));
            whip.send(vp8(i));
        }
        anna.await(() -> anna.count(audio) == 30 && anna.count(video) == 30);
        byte[] first = anna.received.get(video.ssrc()).get(0);
        assertThat(RtpHeader.headerLength(first, 0)).isEqualTo(RtpHeader.FIXED_LENGTH);
        assertThat(RtpHeader.payloadType(first, 0)).isEqualTo(video.codec().payloadType());
        assertThat(Arrays.copyOfRange(first, 12, first.length)).isEqualTo(WebFrames.vp8(true, 0, 0));
        List<Integer> numbers = anna.sequenceNumbers(video);
        assertThat(numbers.get(29)).isEqualTo((numbers.get(0) + 29) & 0xFFFF);
        assertThat(anna.authFailures).hasValue(0);
        assertThat(scope.count(RelayCounter.WEB_RTP_IN)).isEqualTo(60);
        assertThat(scope.count(RelayCounter.WEB_SEALED)).isEqualTo(60);
        await().until(() -> whip.reported.containsAll(List.of(0x101, 0x102)));
        assertThat(scope.transports).contains("webber AUDIO UDP_RELAY", "webber VIDEO UDP_RELAY");
    }

    @Test
    void shouldCarryFromNativeToWebFromAKeyFrameOn() {
        RouteStream voice = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x31);
        RouteStream camera = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x32);
        scope.routes(anna.route(List.of(voice, camera), RouteSubscription.ALL), web(webber, List.of()));
        anna.connect(scope.endpoints());
        TestPeer whep = subscriber(webber, anna);
        assertThat(whep.wanted).hasSize(2);
        await().until(() -> {
            anna.pumpFor(5);
            return anna.plis.get() > 0;
        });
        for (int i = 0; i < 20; i++) {
            sendNative(voice, 100 + i, 960L * i, WebFrames.opus(i));
            sendNative(camera, 40_000 + i, 3000L * i, WebFrames.vp8(i == 5, i, i));
        }
        whep.awaitPackets(AUDIO_OUT, 20);
        whep.awaitPackets(VIDEO_OUT, 15);
        List<TestPeer.Packet> frames = whep.of(VIDEO_OUT);
        assertThat(WebFrames.number(frames.get(0).payload())).isEqualTo(5);
        assertThat(frames.get(0).payloadType()).isEqualTo(TestPeer.VP8_TYPE);
        assertThat(frames.get(14).timestamp() - frames.get(0).timestamp()).isEqualTo(14 * 3000L);
        assertThat(whep.of(AUDIO_OUT).get(7).payload()).isEqualTo(WebFrames.opus(7));
        assertThat(frames.get(0).sequence()).isLessThan(0x8000);
        assertThat(scope.statistics().downlinks()).anySatisfy(row -> {
            assertThat(row.ssrc()).isEqualTo(0x32);
            assertThat(row.packets()).isEqualTo(15);
        });
    }

    private void sendNative(RouteStream stream, int sequence, long timestamp, byte[] payload) {
        MediaType type = stream.kind().mediaType();
        TestClient.send(
                anna.sockets.get(type),
                anna.seal(stream, sequence & 0xFFFF, timestamp, payload),
                TestClient.endpoint(scope.endpoints(), type));
    }

    @Test
    void shouldCarryFromWebToWebWithNumbersOfItsOwnForEach() {
        TestClient other = scope.client("other");
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()), web(other, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer first = subscriber(anna, webber);
        TestPeer second = subscriber(other, webber);
        for (int i = 0; i < 30; i++) {
            whip.send(opus(i));
            whip.send(vp8(i));
        }
        for (TestPeer whep : List.of(first, second)) {
            whep.awaitPackets(AUDIO_OUT, 30);
            whep.awaitPackets(VIDEO_OUT, 30);
            List<TestPeer.Packet> frames = whep.of(VIDEO_OUT);
            for (int i = 0; i < 30; i++) {
                assertThat(WebFrames.number(frames.get(i).payload())).isEqualTo(i);
                assertThat(frames.get(i).sequence()).isEqualTo((frames.get(0).sequence() + i) & 0xFFFF);
                assertThat(WebFrames.pictureId(frames.get(i).payload()))
                        .isEqualTo((WebFrames.pictureId(frames.get(0).payload()) + i) & 0x7FFF);
            }
        }
        assertThat(first.of(VIDEO_OUT).get(0).timestamp())
                .isNotEqualTo(second.of(VIDEO_OUT).get(0).timestamp());
        assertThat(scope.count(RelayCounter.WEB_SEALED))
                .as("nobody native is there")
                .isZero();
    }

    @Test
    void shouldSendAgainAsRtx() {
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer whep = subscriber(anna, webber);
        for (int i = 0; i < 10; i++) {
            whip.send(vp8(i));
        }
        whep.awaitPackets(VIDEO_OUT, 10);
        TestPeer.Packet lost = whep.of(VIDEO_OUT).get(4);
        whep.sendRtcp(writer -> writer.nack(1, VIDEO_OUT, new int[] {lost.sequence()}, 1));
        whep.awaitPackets(RTX_OUT, 1);
        TestPeer.Packet again = whep.of(RTX_OUT).get(0);
        byte[] payload = again.payload();
        assertThat(again.payloadType()).isEqualTo(TestPeer.RTX_TYPE);
        assertThat(again.timestamp()).isEqualTo(lost.timestamp());
        assertThat((payload[0] & 0xFF) << 8 | (payload[1] & 0xFF)).isEqualTo(lost.sequence());
        assertThat(Arrays.copyOfRange(payload, 2, payload.length)).isEqualTo(lost.payload());
        assertThat(scope.count(RelayCounter.WEB_RTX_OUT)).isEqualTo(1);
    }

    @Test
    void shouldAskThePublisherAgainAndTakeItsRtx() {
        anna.expect(video);
        scope.routes(web(webber, List.of(audio, video)), anna.route(List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        TestPeer whip = publisher(webber);
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                whip.send(vp8(i));
            }
        }
        anna.await(() -> anna.count(video) == 9);
        int lost = (65_530 + 4) & 0xFFFF;
        await().until(() -> whip.nacks.contains(new TestPeer.Nack(0x102, lost)));
        byte[] wrapped = new byte[42];
        wrapped[0] = (byte) (lost >> 8);
        wrapped[1] = (byte) lost;
        System.arraycopy(WebFrames.vp8(false, 4, 4), 0, wrapped, 2, 40);
        whip.send(WebFrames.rtp(TestPeer.RTX_TYPE, 0x103, 7, 3000L * 4, wrapped, "1", "", 100));
        anna.await(() -> anna.count(video) == 10);
        List<Integer> numbers = anna.sequenceNumbers(video);
        assertThat(numbers.get(9)).isEqualTo((numbers.get(0) + 4) & 0xFFFF);
        assertThat(scope.count(RelayCounter.WEB_RTX_IN)).isEqualTo(1);
    }

    @Test
    void shouldSealNothingTwice() {
        anna.expect(video);
        scope.routes(web(webber, List.of(audio, video)), anna.route(List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        TestPeer whip = publisher(webber);
        for (int i = 0; i < 5; i++) {
            whip.send(vp8(i));
        }
        byte[] wrapped = new byte[42];
        wrapped[0] = (byte) (65_532 >> 8);
        wrapped[1] = (byte) 65_532;
        System.arraycopy(WebFrames.vp8(false, 2, 99), 0, wrapped, 2, 40);
        whip.send(WebFrames.rtp(TestPeer.RTX_TYPE, 0x103, 7, 6000, wrapped, "1", "", 100));
        await().until(() -> scope.count(RelayCounter.WEB_INDEX_USED) == 1);
        anna.await(() -> anna.count(video) == 5);
        assertThat(anna.authFailures).hasValue(0);
    }

    @Test
    void shouldLatchByMidAndRidAndSwitchLayersAtAKeyFrame() {
        RouteStream low = webber.stream(TrackKind.VIDEO, LayerName.LOW, 0x23);
        List<RouteStream> streams = List.of(video, low);
        scope.routes(web(webber, streams), web(anna, List.of()));
        TrackKey camera = track(webber, TrackKind.VIDEO);
        TestPeer page = peer(webber, PeerRole.PUBLISHER)
                .connect(TestPeer.video(
                        "v",
                        camera,
                        new WebEncoding("h", LayerName.HIGH, 0, 0),
                        new WebEncoding("l", LayerName.LOW, 0, 0)));
        TestPeer whep = subscriber(anna, webber);
        for (int i = 0; i < 10; i++) {
            layer(page, i, "h", 0x201, i == 0);
            layer(page, i, "l", 0x202, i == 0);
        }
        whep.awaitPackets(VIDEO_OUT, 10);
        await().until(() -> scope.needed.get("webber/VIDEO").equals(Set.of(LayerName.HIGH)));
        var choice = new RouteSubscription.LayerChoice(camera, LayerName.LOW, false);
        var subscription = new RouteSubscription(RouteSubscription.Mode.ALL, List.of(), List.of(choice));
        scope.routes(web(webber, streams), web(anna, List.of(), subscription));
        await().until(() -> page.plis.contains(0x202));
        for (int i = 10; i < 30; i++) {
            layer(page, i, i < 12 ? "h" : "", 0x201, false);
            layer(page, i, "", 0x202, i == 15);
        }
        whep.awaitPackets(VIDEO_OUT, 31);
        List<TestPeer.Packet> frames = whep.of(VIDEO_OUT);
        for (int i = 1; i < 31; i++) {
            assertThat(frames.get(i).sequence()).isEqualTo((frames.get(i - 1).sequence() + 1) & 0xFFFF);
            assertThat((frames.get(i).timestamp() - frames.get(i - 1).timestamp()) & 0xFFFF_FFFFL)
                    .isBetween(1L, 900_000L);
        }
        assertThat(WebFrames.number(frames.get(15).payload())).isEqualTo(15);
        assertThat(WebFrames.number(frames.get(16).payload())).isEqualTo(1015);
        assertThat(scope.count(RelayCounter.WEB_SOURCE_SWITCHES)).isEqualTo(1);
        await().until(() -> scope.needed.get("webber/VIDEO").equals(Set.of(LayerName.LOW)));
    }

    /** The low layer's frames bear numbers from 1000 on. */
    private static void layer(TestPeer page, int i, String rid, int ssrc, boolean key) {
        boolean low = ssrc == 0x202;
        byte[] frame = WebFrames.vp8(key, (low ? 300 : 0) + i, (low ? 1000 : 0) + i);
        page.send(WebFrames.rtp(TestPeer.VP8_TYPE, ssrc, 100 + i, 3000L * i, frame, rid.isEmpty() ? "" : "v", rid, -1));
    }

    @Test
    void shouldGoOnWithoutASeamWhenThePublisherBeginsAnew() {
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer whep = subscriber(anna, webber);
        for (int i = 0; i < 10; i++) {
            whip.send(vp8(i));
        }
        whep.awaitPackets(VIDEO_OUT, 10);
        RouteStream again = webber.stream(TrackKind.VIDEO, LayerName.HIGH, 0x99);
        scope.routes(web(webber, List.of(audio, again)), web(anna, List.of()));
        TestPeer resumed = publisher(webber);
        await().until(() -> whip.light.wire() != null);
        for (int i = 0; i < 10; i++) {
            resumed.send(vp8(i));
        }
        whep.awaitPackets(VIDEO_OUT, 20);
        List<TestPeer.Packet> frames = whep.of(VIDEO_OUT);
        assertThat(frames.get(10).sequence()).isEqualTo((frames.get(9).sequence() + 1) & 0xFFFF);
        assertThat(WebFrames.pictureId(frames.get(10).payload()))
                .isEqualTo((WebFrames.pictureId(frames.get(9).payload()) + 1) & 0x7FFF);
        assertThat(scope.statistics().downlinks())
                .anySatisfy(row -> assertThat(row.ssrc()).isEqualTo(0x99));
    }

    @Test
    void shouldLetANativeLateJoinerIn() {
        scope.routes(web(webber, List.of(audio, video)));
        TestPeer whip = publisher(webber);
        for (int i = 0; i < 40; i++) {
            whip.send(opus(i));
        }
        await().until(() -> scope.count(RelayCounter.WEB_RTP_IN) == 40);
        anna.expect(audio);
        scope.routes(web(webber, List.of(audio, video)), anna.route(List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        for (int i = 40; i < 50; i++) {
            whip.send(opus(i));
        }
        anna.await(() -> anna.count(audio) == 10);
        assertThat(anna.authFailures).hasValue(0);
        assertThat(anna.announcedRoc).containsKey(audio.ssrc());
    }

    @Test
    void shouldEndWithItsParticipantAndReplaceAnEarlierConnection() {
        scope.routes(web(webber, List.of(audio, video)));
        TestPeer first = publisher(webber);
        first.send(opus(0));
        await().until(() -> scope.count(RelayCounter.WEB_RTP_IN) == 1);
        TestPeer second = publisher(webber);
        AtomicInteger next = new AtomicInteger();
        await().until(() -> {
            first.send(opus(next.incrementAndGet()));
            return scope.count(RelayCounter.RTP_WRONG_SENDER) + scope.count(RelayCounter.RTP_UNKNOWN_SSRC) > 0;
        });
        second.send(opus(100));
        scope.routes();
        assertThat(scope.statistics().paths()).isEmpty();
    }

    @Test
    void shouldOpenBeforeTheRoutesNameTheSession() {
        TestPeer early = peer(webber, PeerRole.SUBSCRIBER);
        early.negotiate();
        scope.routes(web(webber, List.of()), anna.route(List.of(), RouteSubscription.ALL));
        await().until(() -> early.wanted != null);
    }

    @Test
    void shouldTellThePublisherWhatArrivedAndTheScopeWhoSpeaks() {
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer whep = subscriber(anna, webber);
        AtomicInteger sent = new AtomicInteger();
        await().until(() -> {
            whip.send(opus(sent.getAndIncrement()));
            return scope.speakers.stream().anyMatch(levels -> !levels.isEmpty());
        });
        assertThat(scope.speakers.get(0)).containsExactly(new SpeakerLevel("webber", -WebFrames.AUDIO_LEVEL));
        await().untilAsserted(() -> assertThat(whip.feedback).hasValue(sent.get()));
        whip.sendRtcp(writer -> writer.senderReport(0x101, 0x1234_5678_0000_0000L, 960, 1, 1));
        await().until(() -> whep.senderReports.get() > 0);
        RtpExtensions extensions = new RtpExtensions();
        TestPeer.Packet heard = whep.of(AUDIO_OUT).get(0);
        extensions.parse(heard.bytes(), 0);
        assertThat(extensions.text(TestPeer.EXTENSIONS.mid())).isEqualTo("0");
        assertThat(extensions.audioLevel(TestPeer.EXTENSIONS.audioLevel())).isEqualTo(WebFrames.AUDIO_LEVEL);
        assertThat(extensions.transportSequence(TestPeer.EXTENSIONS.transportSequence()))
                .isNotNegative();
        assertThat(extensions.absSendTime(TestPeer.EXTENSIONS.absSendTime())).isNotNegative();
        await().until(() -> scope.speakers.get(scope.speakers.size() - 1).isEmpty());
    }

    @Test
    void shouldSealUnderANewKeySoonAfterItCame() {
        SrtpKey fresh = StreamKeyDerivation.stream(TestClient.SECRET, "webber", 1, audio.ssrc(), 1);
        List<SrtpKey> keys = List.of(fresh, audio.keys().get(0));
        RouteStream rekeyed =
                new RouteStream(audio.trackId(), audio.kind(), audio.layer(), audio.codec(), audio.ssrc(), 1, keys, 0);
        anna.expect(rekeyed);
        RouteParticipant receiver = anna.route(List.of(), RouteSubscription.ALL);
        scope.routes(web(webber, List.of(audio)), receiver);
        anna.connect(scope.endpoints());
        TestPeer whip = publisher(webber);
        whip.send(opus(0));
        anna.await(() -> anna.count(audio) == 1);
        scope.routes(web(webber, List.of(rekeyed)), receiver);
        AtomicInteger sent = new AtomicInteger();
        anna.await(() -> {
            whip.send(opus(sent.incrementAndGet()));
            byte[] newest = anna.ciphertexts.get(anna.ciphertexts.size() - 1);
            return newest[newest.length - 1] == fresh.mki();
        });
        anna.await(() -> anna.count(audio) == 1 + sent.get());
        assertThat(anna.authFailures).hasValue(0);
    }
}
