package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes on while publishers, layers, receivers and keys change. */
class WebContinuityTest extends WebFixture {
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
