package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is lost between a browser and the node, and what may never be sealed. */
class WebRepairTest extends WebFixture {
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
    void shouldAskForAKeyFrameWhenWhatWasLostIsKeptNoLonger() {
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        TestPeer whip = publisher(webber);
        TestPeer whep = subscriber(anna, webber);
        for (int i = 0; i < 10; i++) {
            whip.send(vp8(i));
        }
        whep.awaitPackets(VIDEO_OUT, 10);
        int lost = whep.of(VIDEO_OUT).get(4).sequence();
        int neverSent = lost + 1_000;
        whep.sendRtcp(writer -> writer.nack(1, VIDEO_OUT, new int[] {neverSent}, 1));
        await().until(() -> scope.count(RelayCounter.RETRANSMISSION_MISSED) == 1);
        int asked = whip.plis.size();
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            whep.sendRtcp(writer -> writer.nack(1, VIDEO_OUT, new int[] {lost}, 1));
            return scope.count(RelayCounter.RETRANSMISSION_MISSED) > 1;
        });
        await().until(() -> whip.plis.size() > asked);
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
}
