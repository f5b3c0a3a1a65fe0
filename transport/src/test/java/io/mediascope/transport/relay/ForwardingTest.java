package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private TestScope scope;
    private TestClient anna;
    private RouteStream audio;
    private RouteStream video;

    @BeforeEach
    void start() {
        scope = new TestScope();
        anna = scope.client("anna");
        audio = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        video = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
    }

    @AfterEach
    void stop() {
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
        scope.close();
    }

    private List<TestClient> receivers(int n) {
        List<TestClient> receivers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            TestClient receiver = scope.client("bob" + i);
            receiver.expect(audio);
            receiver.expect(video);
            receivers.add(receiver);
        }
        return receivers;
    }

    private void join(List<TestClient> receivers) {
        var routes = new ArrayList<>(List.of(anna.route(List.of(audio, video), RouteSubscription.ALL)));
        receivers.forEach(receiver -> routes.add(receiver.route(List.of(), RouteSubscription.ALL)));
        scope.routes(routes.toArray(new io.mediascope.media.routing.RouteParticipant[0]));
        anna.connect(scope.endpoints());
        receivers.forEach(receiver -> receiver.connect(scope.endpoints()));
    }

    private void send(RouteStream stream, int seq, byte[] payload) {
        MediaType type = stream.kind().mediaType();
        TestClient.send(
                anna.sockets.get(type),
                anna.seal(stream, seq & 0xFFFF, seq * 3000L, payload),
                TestClient.endpoint(scope.endpoints(), type));
    }

    @Test
    void shouldForwardToThreeReceiversWithTheSamePlaintext() {
        List<TestClient> receivers = receivers(3);
        join(receivers);
        for (int i = 0; i < 50; i++) {
            send(audio, 100 + i, ("audio " + i).getBytes(StandardCharsets.UTF_8));
            send(video, 65_500 + i, Arrays.copyOf(new byte[] {0x10, 1, (byte) i}, 1100));
        }
        for (TestClient receiver : receivers) {
            receiver.await(() -> receiver.count(audio) == 50 && receiver.count(video) == 50);
            assertThat(receiver.sequenceNumbers(audio))
                    .isEqualTo(IntStream.range(100, 150).boxed().toList());
            assertThat(new String(receiver.received.get(audio.ssrc()).get(7), StandardCharsets.UTF_8))
                    .endsWith("audio 7");
            assertThat(receiver.authFailures).hasValue(0);
            assertThat(receiver.log).isEmpty();
        }
    }

    @Test
    void shouldLetLateJoinerInAfterSeventyThousandPackets() {
        List<TestClient> receivers = receivers(2);
        TestClient late = receivers.get(1);
        TestClient early = receivers.get(0);
        join(List.of(early));
        for (int i = 0; i < 70_000; i++) {
            send(audio, i, new byte[] {1, 2, 3});
            if (i % 200 == 199) {
                long sent = i + 1;
                early.keepAlive(scope.endpoints());
                early.await(() -> early.count(audio) >= sent);
            }
        }
        join(receivers);
        send(audio, 70_000, "late".getBytes(StandardCharsets.UTF_8));
        late.await(() -> late.count(audio) == 1);
        assertThat(late.announcedRoc).containsEntry(audio.ssrc(), 1);
        assertThat(late.authFailures).hasValue(0);
        early.await(() -> early.count(audio) == 70_001);
    }

    @Test
    void shouldRepeatAnnouncementUntilAcknowledged() {
        List<TestClient> receivers = receivers(1);
        TestClient bob = receivers.get(0);
        bob.acknowledge = false;
        join(receivers);
        send(audio, 1, new byte[10]);
        await().until(() -> {
            bob.pumpFor(1);
            return scope.count(RelayCounter.ANNOUNCEMENTS_OUT) >= 4;
        });
        bob.acknowledge = true;
        long announced = scope.count(RelayCounter.ANNOUNCEMENTS_OUT);
        bob.pumpFor(300);
        assertThat(scope.count(RelayCounter.ANNOUNCEMENTS_OUT)).isLessThanOrEqualTo(announced + 2);
    }

    @Test
    void shouldKeepStateOverDelta() {
        List<TestClient> receivers = receivers(2);
        join(List.of(receivers.get(0)));
        send(audio, 1, new byte[10]);
        receivers.get(0).await(() -> receivers.get(0).count(audio) == 1);
        byte[] replay = anna.seal(audio, 2, 0, new byte[10]);
        TestClient.send(
                anna.sockets.get(MediaType.AUDIO),
                replay,
                scope.endpoints().audio().get(0));
        receivers.get(0).await(() -> receivers.get(0).count(audio) == 2);
        long announced = scope.count(RelayCounter.ANNOUNCEMENTS_OUT);
        join(receivers);
        TestClient.send(
                anna.sockets.get(MediaType.AUDIO),
                replay,
                scope.endpoints().audio().get(0));
        await().until(() -> scope.count(RelayCounter.RTP_REPLAYED) == 1);
        send(audio, 3, new byte[10]);
        receivers.get(0).await(() -> receivers.get(0).count(audio) == 3);
        receivers.get(1).await(() -> receivers.get(1).count(audio) == 1);
        assertThat(scope.count(RelayCounter.ANNOUNCEMENTS_OUT)).isEqualTo(announced + 1);
        assertThat(scope.statistics().uplinks())
                .anySatisfy(uplink -> assertThat(uplink.packets()).isEqualTo(3));
    }

    @Test
    void shouldRefuseDeltaOfAnotherBase() {
        join(receivers(1));
        var delta = new io.mediascope.media.routing.RoutingDelta(17, 18, false, List.of(), List.of());
        var applied = new java.util.concurrent.CompletableFuture<Long>();
        scope.relay.apply(delta, applied::complete);
        assertThat(applied.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join())
                .isEqualTo(1L);
    }
}
