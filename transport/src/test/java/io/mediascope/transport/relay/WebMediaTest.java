package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Media between native clients and browsers. */
class WebMediaTest extends WebFixture {
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

    /** However many native receivers there are, they get the same bytes. */
    @Test
    void shouldSealOnceForAllNativeReceivers() {
        TestClient ben = scope.client("ben");
        TestClient cleo = scope.client("cleo");
        List<TestClient> receivers = List.of(anna, ben, cleo);
        receivers.forEach(receiver -> receiver.expect(video));
        scope.routes(
                web(webber, List.of(audio, video)),
                anna.route(List.of(), RouteSubscription.ALL),
                ben.route(List.of(), RouteSubscription.ALL),
                cleo.route(List.of(), RouteSubscription.ALL));
        receivers.forEach(receiver -> receiver.connect(scope.endpoints()));
        TestPeer whip = publisher(webber);
        for (int i = 0; i < 20; i++) {
            whip.send(vp8(i));
        }
        receivers.forEach(receiver -> receiver.await(() -> receiver.count(video) == 20));
        assertThat(ben.ciphertexts).containsExactlyElementsOf(anna.ciphertexts);
        assertThat(cleo.ciphertexts).containsExactlyElementsOf(anna.ciphertexts);
        assertThat(scope.count(RelayCounter.WEB_SEALED)).isEqualTo(20);
        assertThat(scope.count(RelayCounter.RTP_OUT)).isEqualTo(60);
    }

    /** FIR (RFC 5104) is answered as PLI is; however many ask, the publisher hears of it once. */
    @Test
    void shouldAskThePublisherOnceForAKeyFrameThatManyWant() {
        TestClient ben = scope.client("ben");
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()), web(ben, List.of()));
        TestPeer whip = publisher(webber);
        List<TestPeer> wheps = List.of(subscriber(anna, webber), subscriber(ben, webber));
        whip.send(vp8(0));
        wheps.forEach(whep -> whep.awaitPackets(VIDEO_OUT, 1));
        await().pollDelay(Duration.ofMillis(600)).until(() -> true); // the throttle of what was asked at the start
        int asked = whip.plis.size();
        long wanted = scope.count(RelayCounter.KEY_FRAME_REQUESTS_IN);
        for (int i = 0; i < 5; i++) {
            int number = i;
            wheps.get(0).sendRtcp(writer -> writer.fir(1, VIDEO_OUT, number));
            wheps.get(1).sendRtcp(writer -> writer.pli(1, VIDEO_OUT));
        }
        await().until(() -> scope.count(RelayCounter.KEY_FRAME_REQUESTS_IN) == wanted + 10);
        await().until(() -> whip.plis.size() == asked + 1);
        whip.send(WebFrames.rtp(TestPeer.VP8_TYPE, 0x102, 65_531, 3000, WebFrames.vp8(true, 1, 1), "1", "", 9));
        wheps.forEach(whep -> whep.awaitPackets(VIDEO_OUT, 2));
        await().during(Duration.ofMillis(700)).until(() -> whip.plis.size() == asked + 1);
        assertThat(whip.plis).containsOnly(0x102);
    }
}
