package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransportSelectionTest {
    private TestScope scope;
    private TestClient anna;
    private TestClient bob;
    private RouteStream audio;
    private RouteStream video;
    private int next = 1;

    @BeforeEach
    void start() {
        scope = new TestScope();
        anna = scope.client("anna");
        bob = scope.client("bob");
        audio = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        video = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
        bob.expect(audio);
        bob.expect(video);
        scope.routes(
                anna.route(java.util.List.of(audio, video), RouteSubscription.ALL),
                bob.route(java.util.List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        bob.connect(scope.endpoints());
    }

    @AfterEach
    void stop() {
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
        scope.close();
    }

    private InetSocketAddress audioEndpoint() {
        return scope.endpoints().audio().get(0);
    }

    private byte[] nextAudio() {
        return anna.seal(audio, next++, next * 960L, new byte[] {1, 2, 3});
    }

    private void sendVideo(boolean keyFrame) {
        byte[] payload = new byte[300];
        payload[0] = 0x10;
        payload[1] = (byte) (keyFrame ? 0 : 1);
        TestClient.send(
                anna.sockets.get(MediaType.VIDEO),
                anna.seal(video, next++, next * 3000L, payload),
                scope.endpoints().video().get(0));
    }

    private void sendAudioAndAwait() {
        int before = bob.count(audio);
        TestClient.send(anna.sockets.get(MediaType.AUDIO), nextAudio(), audioEndpoint());
        bob.await(() -> bob.count(audio) == before + 1);
    }

    @Test
    void shouldReportTransportsOnce() {
        assertThat(scope.transports)
                .containsExactlyInAnyOrder(
                        "anna AUDIO UDP_RELAY", "anna VIDEO UDP_RELAY", "bob AUDIO UDP_RELAY", "bob VIDEO UDP_RELAY");
    }

    @Test
    void shouldMovePathByBindingAndNotByReplay() throws IOException {
        sendAudioAndAwait();
        byte[] old = bob.binding(true);
        byte[] replayed = bob.binding(true);
        DatagramSocket former = bob.sockets.get(MediaType.AUDIO);
        TestClient.send(former, replayed, audioEndpoint());
        try (DatagramSocket attacker = TestClient.socket()) {
            bob.await(() -> bob.stunAnswers.get() >= 3);
            TestClient.send(attacker, replayed, audioEndpoint());
            TestClient.send(attacker, old, audioEndpoint());
            await().until(() -> scope.count(RelayCounter.STUN_REPLAYED) == 2);
            sendAudioAndAwait();
        }
        bob.sockets.put(MediaType.AUDIO, TestClient.socket());
        TestClient.send(bob.sockets.get(MediaType.AUDIO), bob.binding(true), audioEndpoint());
        bob.await(() -> bob.stunAnswers.get() >= 4);
        sendAudioAndAwait();
        former.close();
        assertThat(scope.transports).filteredOn("bob AUDIO UDP_RELAY"::equals).hasSize(2);
    }

    @Test
    void shouldNotAnswerAReplayedBindingWithAnUnknownAttribute() {
        byte[] binding = bob.bindingWithUnknownAttribute();
        DatagramSocket socket = bob.sockets.get(MediaType.AUDIO);
        for (int i = 0; i < 5; i++) {
            TestClient.send(socket, binding, audioEndpoint());
        }
        await().until(() -> scope.count(RelayCounter.STUN_REPLAYED) == 4);
        bob.await(() -> bob.stunErrors.get() == 1);
        sendAudioAndAwait();
        assertThat(bob.stunErrors).hasValue(1);
    }

    @Test
    void shouldLetNoSessionFillTheQueueOfItsLoop() {
        RelayEngineSettings small = new RelayEngineSettings(
                1, true, List.of("127.0.0.1"), List.of(), 0, 0, 0, true, true, 1 << 20, 16, 10, false);
        try (TestScope other = new TestScope(small)) {
            CountDownLatch held = new CountDownLatch(1);
            other.relay.statistics(read -> awaitUninterruptibly(held));
            for (int i = 0; i < 10; i++) {
                other.relay.received("greedy", MediaType.AUDIO, Unpooled.wrappedBuffer(new byte[20]));
            }
            other.relay.received("modest", MediaType.AUDIO, Unpooled.wrappedBuffer(new byte[20]));
            assertThat(other.count(RelayCounter.QUEUE_SHARE)).isEqualTo(8);
            assertThat(other.count(RelayCounter.QUEUE_FULL)).isZero();
            held.countDown();
            await().until(() -> other.count(RelayCounter.UNKNOWN_SESSION) == 3);
            other.relay.received("greedy", MediaType.AUDIO, Unpooled.wrappedBuffer(new byte[20]));
            await().until(() -> other.count(RelayCounter.UNKNOWN_SESSION) == 4);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldDropMediaFromUnprovedAddress() throws IOException {
        try (DatagramSocket stranger = TestClient.socket()) {
            byte[] packet = nextAudio();
            TestClient.send(stranger, packet, audioEndpoint());
            await().until(() -> scope.count(RelayCounter.RTP_WRONG_SENDER) == 1);
            TestClient.send(anna.sockets.get(MediaType.AUDIO), packet, audioEndpoint());
            bob.await(() -> bob.count(audio) == 1);
        }
    }

    /** As after a NAT gave the publisher another port. Who sends does not matter: only a Binding moves a path. */
    @Test
    void shouldAskForAProbeWhenMediaComesFromElsewhere() throws IOException {
        long paths = scope.count(RelayCounter.PATH_CHANGES);
        try (DatagramSocket elsewhere = TestClient.socket()) {
            for (int i = 0; i < 20; i++) {
                TestClient.send(elsewhere, nextAudio(), audioEndpoint());
            }
            await().until(() -> scope.count(RelayCounter.RTP_WRONG_SENDER) == 20);
            assertThat(scope.probesWanted).containsExactly("anna");
            assertThat(scope.count(RelayCounter.PROBES_ASKED)).isEqualTo(1);
            assertThat(scope.count(RelayCounter.PATH_CHANGES)).isEqualTo(paths);
            await().until(() -> {
                TestClient.send(elsewhere, nextAudio(), audioEndpoint());
                return scope.probesWanted.size() == 2;
            });
            assertThat(bob.count(audio)).isZero();
            TestClient.send(elsewhere, anna.binding(true), audioEndpoint());
            await().until(() -> scope.count(RelayCounter.PATH_CHANGES) == paths + 1);
            TestClient.send(elsewhere, nextAudio(), audioEndpoint());
            bob.await(() -> bob.count(audio) == 1);
        }
    }

    @Test
    void shouldGoToTcpAndBackToUdp() {
        sendAudioAndAwait();
        FakeChannel channel = new FakeChannel();
        scope.relay.attach("bob", channel);
        scope.relay.selected("bob", MediaType.AUDIO, bob.sequence.incrementAndGet());
        await().until(() -> scope.transports.contains("bob AUDIO TCP"));
        TestClient.send(anna.sockets.get(MediaType.AUDIO), nextAudio(), audioEndpoint());
        await().until(() -> !channel.packets.isEmpty() && channel.flushes.get() > 0);
        channel.packets.forEach(packet -> bob.take(packet, bytes -> {}));
        assertThat(bob.count(audio)).isEqualTo(2);
        assertThat(bob.authFailures).hasValue(0);
        // Late: an older selection over UDP must not win.
        TestClient.send(bob.sockets.get(MediaType.AUDIO), bob.binding(true), audioEndpoint());
        await().until(() ->
                scope.transports.stream().filter("bob AUDIO UDP_RELAY"::equals).count() == 2);
        sendAudioAndAwait();
        scope.relay.selected("bob", MediaType.AUDIO, 1);
        sendAudioAndAwait();
    }

    @Test
    void shouldTakeMediaFromMediaConnection() {
        scope.relay.received("anna", MediaType.AUDIO, Unpooled.wrappedBuffer(nextAudio()));
        bob.await(() -> bob.count(audio) == 1);
        scope.relay.received("bob", MediaType.AUDIO, Unpooled.wrappedBuffer(nextAudio()));
        await().until(() -> scope.count(RelayCounter.RTP_WRONG_SENDER) == 1);
        scope.relay.received("nobody", MediaType.AUDIO, Unpooled.wrappedBuffer(nextAudio()));
        await().until(() -> scope.count(RelayCounter.UNKNOWN_SESSION) == 1);
    }

    @Test
    void shouldSkipVideoFramesUntilKeyFrameWhileBehind() {
        FakeChannel channel = new FakeChannel();
        scope.relay.attach("bob", channel);
        scope.relay.selected("bob", MediaType.VIDEO, bob.sequence.incrementAndGet());
        scope.relay.selected("bob", MediaType.AUDIO, bob.sequence.incrementAndGet());
        await().until(() -> scope.transports.contains("bob AUDIO TCP"));
        channel.behind = true;
        sendVideo(true);
        sendVideo(false);
        await().until(() -> scope.count(RelayCounter.FRAMES_SKIPPED) == 2);
        TestClient.send(anna.sockets.get(MediaType.AUDIO), nextAudio(), audioEndpoint());
        await().until(() -> {
            channel.packets.removeIf(packet -> {
                bob.take(packet, bytes -> {});
                return true;
            });
            return bob.count(audio) == 1;
        });
        channel.behind = false;
        sendVideo(false);
        await().until(() -> scope.count(RelayCounter.FRAMES_SKIPPED) == 3);
        anna.await(() -> anna.plis.get() > 0);
        sendVideo(true);
        sendVideo(false);
        await().until(() -> {
            channel.packets.removeIf(packet -> {
                bob.take(packet, bytes -> {});
                return true;
            });
            return bob.count(video) == 2;
        });
    }

    @Test
    void shouldReportLostPathOfSilentParticipant() {
        await().atMost(java.time.Duration.ofSeconds(12)).until(() -> scope.transports.contains("bob AUDIO null"));
        assertThat(scope.statistics().paths())
                .anySatisfy(path -> assertThat(path.audio()).isNull());
    }

    @Test
    void shouldReportMuxPathAndAnswerOpenBindings() {
        TestClient.send(bob.mux, bob.binding(false), scope.endpoints().mux().get(0));
        await().until(() -> scope.muxPaths.size() == 1);
        assertThat(scope.muxPaths.get(0).getPort()).isEqualTo(bob.mux.getLocalPort());
        byte[] open = new byte[100];
        int length =
                new StunWriter().bindingRequest(open, 0, 1, 2).fingerprint().length();
        long answers = bob.stunAnswers.get();
        TestClient.send(
                bob.mux, Arrays.copyOf(open, length), scope.endpoints().mux().get(0));
        bob.await(() -> bob.stunAnswers.get() >= answers + 2);
        for (int i = 0; i < 700; i++) {
            TestClient.send(
                    bob.mux,
                    Arrays.copyOf(open, length),
                    scope.endpoints().mux().get(0));
        }
        await().until(() -> scope.count(RelayCounter.STUN_RATE_LIMITED) > 0);
        assertThat(StunMessage.isStun(open, 0, length)).isTrue();
    }

    @Test
    void shouldGiveAnAddressBackToWhoProvesItAgain() {
        DatagramSocket annas = anna.sockets.get(MediaType.AUDIO);
        long moved = scope.count(RelayCounter.PATH_CHANGES);
        // What a forged sender address does: bob's own credentials from where anna is.
        TestClient.send(annas, bob.binding(false), audioEndpoint());
        await().until(() -> scope.count(RelayCounter.PATH_CHANGES) == moved + 1);

        long answers = anna.stunAnswers.get();
        TestClient.send(annas, anna.binding(true), audioEndpoint());
        anna.await(() -> anna.stunAnswers.get() > answers);
        long opened = scope.count(RelayCounter.RTCP_IN);
        TestClient.send(
                annas,
                anna.rtcp(writer -> writer.rolloverAnnounce(anna.hop.clientSsrc(), audio.ssrc(), 0, 5)),
                audioEndpoint());
        await().until(() -> scope.count(RelayCounter.RTCP_IN) > opened);
    }
}
