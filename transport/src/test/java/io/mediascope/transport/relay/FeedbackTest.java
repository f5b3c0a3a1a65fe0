package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedbackTest {
    private TestScope scope;
    private TestClient anna;
    private TestClient bob;
    private RouteStream high;
    private RouteStream low;

    @BeforeEach
    void start() {
        scope = new TestScope();
        anna = scope.client("anna");
        bob = scope.client("bob");
        high = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
        low = anna.stream(TrackKind.VIDEO, LayerName.LOW, 0x23);
        bob.expect(high);
        bob.expect(low);
        subscribe(RouteSubscription.ALL);
        anna.connect(scope.endpoints());
        bob.connect(scope.endpoints());
    }

    @AfterEach
    void stop() {
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
        scope.close();
    }

    private void subscribe(RouteSubscription subscription) {
        scope.routes(anna.route(List.of(high, low), RouteSubscription.ALL), bob.route(List.of(), subscription));
    }

    private byte[] seal(RouteStream stream, int seq, boolean keyFrame) {
        return anna.seal(stream, seq, seq * 3000L, Arrays.copyOf(new byte[] {0x10, (byte) (keyFrame ? 0 : 1)}, 500));
    }

    private void send(byte[] packet) {
        TestClient.send(
                anna.sockets.get(MediaType.VIDEO),
                packet,
                scope.endpoints().video().get(0));
    }

    @Test
    void shouldAskPublisherForLostPacketsAndForwardThem() {
        List<byte[]> lost = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] packet = seal(high, i, i == 0);
            if (i % 10 == 5) {
                lost.add(packet);
            } else {
                send(packet);
            }
        }
        anna.await(() -> anna.nacked.contains(5) && anna.nacked.contains(95));
        lost.forEach(this::send);
        bob.await(() -> bob.count(high) == 100);
        await().untilAsserted(() -> assertThat(scope.statistics().uplinks())
                .anySatisfy(uplink -> assertThat(uplink.retransmittedPackets()).isEqualTo(10)));
    }

    @Test
    void shouldAnswerNackWithTheSameCiphertextAtMostTwice() {
        for (int i = 0; i < 20; i++) {
            send(seal(high, i, i == 0));
        }
        bob.await(() -> bob.count(high) == 20);
        for (int i = 0; i < 4; i++) {
            bob.sendRtcp(
                    scope.endpoints(),
                    MediaType.VIDEO,
                    writer -> writer.nack(bob.hop.clientSsrc(), high.ssrc(), new int[] {7}, 1));
        }
        await().until(() -> scope.count(RelayCounter.RETRANSMISSION_LIMITED) == 2);
        assertThat(scope.count(RelayCounter.RETRANSMITTED)).isEqualTo(2);
        // The identical ciphertext is what the replay window knows.
        bob.await(() -> bob.authFailures.get() == 2);
        bob.sendRtcp(
                scope.endpoints(),
                MediaType.VIDEO,
                writer -> writer.nack(bob.hop.clientSsrc(), high.ssrc(), new int[] {9000}, 1));
        await().until(() -> scope.count(RelayCounter.RETRANSMISSION_MISSED) == 1);
    }

    @Test
    void shouldReportToBothSides() {
        anna.sendRtcp(
                scope.endpoints(), MediaType.VIDEO, writer -> writer.senderReport(high.ssrc(), 1L << 32, 1000, 1, 1));
        for (int i = 0; i < 20; i++) {
            send(seal(high, i, i == 0));
        }
        anna.await(() -> anna.feedbacks.get() > 0 && anna.receiverReports.get() > 0);
        // RFC 3550 section 6.4.1: payload, neither headers nor what SRTP adds.
        bob.await(() -> bob.senderReports.get() > 0 && bob.reportedOctets.get() == 20 * 500);
        bob.sendRtcp(scope.endpoints(), MediaType.VIDEO, writer -> {
            writer.receiverReportBegin(bob.hop.clientSsrc());
            writer.receiverReportBlock(high.ssrc(), 10, 3, 20, 5, 0, 0);
            writer.receiverReportEnd();
        });
        await().untilAsserted(() -> assertThat(scope.statistics().downlinks())
                .anySatisfy(downlink -> assertThat(downlink.reportedLost()).isEqualTo(3)));
    }

    @Test
    void shouldCoalesceKeyFrameRequests() {
        send(seal(high, 0, true));
        bob.await(() -> bob.count(high) == 1);
        long before = scope.count(RelayCounter.KEY_FRAME_REQUESTS_OUT);
        for (int i = 0; i < 10; i++) {
            bob.sendRtcp(scope.endpoints(), MediaType.VIDEO, writer -> writer.pli(bob.hop.clientSsrc(), high.ssrc()));
        }
        await().until(() -> scope.count(RelayCounter.KEY_FRAME_REQUESTS_IN) == 10);
        anna.await(() -> anna.plis.get() > 0);
        assertThat(scope.count(RelayCounter.KEY_FRAME_REQUESTS_OUT)).isBetween(before + 1, before + 2);
    }

    @Test
    void shouldAcknowledgeAnnouncementOfPublisher() {
        anna.sendRtcp(
                scope.endpoints(),
                MediaType.VIDEO,
                writer -> writer.rolloverAnnounce(anna.hop.clientSsrc(), high.ssrc(), 0, 5));
        anna.await(() -> anna.rolloverAcks.get() == 1);
    }

    @Test
    void shouldAcknowledgeOnlySomeOfManyAnnouncementsInOnePacket() {
        anna.sendRtcp(scope.endpoints(), MediaType.VIDEO, writer -> {
            for (int i = 0; i < 40; i++) {
                writer.rolloverAnnounce(anna.hop.clientSsrc(), high.ssrc(), 0, i);
            }
        });
        await().until(() -> scope.count(RelayCounter.ANNOUNCEMENTS_LIMITED) == 32);
        anna.await(() -> anna.rolloverAcks.get() == 8);
    }

    @Test
    void shouldSwitchLayerAtKeyFrameAndTellNeededLayers() {
        await().until(() -> Set.of(LayerName.HIGH).equals(scope.needed.get("anna/VIDEO")));
        send(seal(high, 0, true));
        send(seal(low, 0, true));
        bob.await(() -> bob.count(high) == 1);
        subscribe(new RouteSubscription(
                RouteSubscription.Mode.ALL,
                List.of(),
                List.of(new RouteSubscription.LayerChoice(new TrackKey("user-anna", "VIDEO"), LayerName.LOW, false))));
        await().until(() -> Set.of(LayerName.HIGH, LayerName.LOW).equals(scope.needed.get("anna/VIDEO")));
        send(seal(high, 1, false));
        send(seal(low, 1, false));
        bob.await(() -> bob.count(high) == 2);
        assertThat(bob.count(low)).isZero();
        send(seal(low, 2, true));
        bob.await(() -> bob.count(low) == 1);
        await().until(() -> Set.of(LayerName.LOW).equals(scope.needed.get("anna/VIDEO")));
        send(seal(high, 2, false));
        send(seal(low, 3, false));
        bob.await(() -> bob.count(low) == 2);
        assertThat(bob.count(high)).isEqualTo(2);
        subscribe(new RouteSubscription(
                RouteSubscription.Mode.ALL,
                List.of(),
                List.of(new RouteSubscription.LayerChoice(new TrackKey("user-anna", ""), LayerName.HIGH, true))));
        await().until(() -> Set.of().equals(scope.needed.get("anna/VIDEO")));
    }
}
