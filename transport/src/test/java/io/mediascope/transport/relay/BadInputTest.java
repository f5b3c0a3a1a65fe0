package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BadInputTest {
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private TestScope scope;
    private TestClient anna;
    private TestClient bob;
    private RouteStream audio;

    @BeforeEach
    void start() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        scope = new TestScope();
        anna = scope.client("anna");
        bob = scope.client("bob");
        audio = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        bob.expect(audio);
        scope.routes(anna.route(List.of(audio), RouteSubscription.ALL), bob.route(List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        bob.connect(scope.endpoints());
    }

    @AfterEach
    void stop() {
        scope.close();
        ResourceLeakDetector.setLevel(before);
    }

    private void send(byte[] bytes) {
        TestClient.send(anna.sockets.get(MediaType.AUDIO), bytes, endpoint());
    }

    private InetSocketAddress endpoint() {
        return scope.endpoints().audio().get(0);
    }

    private void awaitCount(RelayCounter counter, long count) {
        await().untilAsserted(() -> assertThat(scope.count(counter)).isEqualTo(count));
    }

    @Test
    void shouldCountEachBadPacketAndKeepTheCall() {
        byte[] good = anna.seal(audio, 1, 1, new byte[100]);
        send(good);
        bob.await(() -> bob.count(audio) == 1);
        send(good);
        awaitCount(RelayCounter.RTP_REPLAYED, 1);
        byte[] forged = anna.seal(audio, 2, 2, new byte[100]);
        forged[40] ^= 1;
        send(forged);
        awaitCount(RelayCounter.RTP_AUTH_FAILED, 1);
        byte[] otherKey = anna.seal(audio, 3, 3, new byte[100]);
        otherKey[otherKey.length - 1] ^= 1;
        send(otherKey);
        awaitCount(RelayCounter.RTP_UNKNOWN_MKI, 1);
        send(Arrays.copyOf(good, 5));
        awaitCount(RelayCounter.EMPTY_DATAGRAM, 1);
        send(Arrays.copyOf(good, 10));
        awaitCount(RelayCounter.RTP_MALFORMED, 1);
        send(Arrays.copyOf(good, 1501));
        send(new byte[4000]);
        awaitCount(RelayCounter.OVERSIZED, 2);
        byte[] unknown = good.clone();
        unknown[11] ^= 0x55;
        send(unknown);
        awaitCount(RelayCounter.RTP_UNKNOWN_SSRC, 1);
        send(new byte[] {22, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        awaitCount(RelayCounter.DTLS_UNEXPECTED, 1);
        byte[] rtcp = anna.rtcp(writer -> writer.pli(1, 2));
        rtcp[9] ^= 1;
        send(rtcp);
        awaitCount(RelayCounter.RTCP_AUTH_FAILED, 1);
        send(anna.binding(anna.sequence.incrementAndGet(), "wrong", true));
        awaitCount(RelayCounter.STUN_BAD_INTEGRITY, 1);
        send(anna.seal(audio, 4, 4, new byte[100]));
        bob.await(() -> bob.count(audio) == 2);
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
    }

    @Test
    void shouldStandRandomDatagramsOnEverySocket() {
        Random random = new Random(7);
        RelayEndpoints endpoints = scope.endpoints();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(1600)];
            random.nextBytes(bytes);
            if (bytes.length > 12 && i % 3 == 0) {
                bytes[0] = (byte) 0x80;
                bytes[1] = 111;
                System.arraycopy(new byte[] {0, 0, 0, 0x11}, 0, bytes, 8, 4);
            }
            send(bytes);
            TestClient.send(
                    anna.sockets.get(MediaType.VIDEO), bytes, endpoints.video().get(0));
            TestClient.send(anna.mux, bytes, endpoints.mux().get(0));
        }
        // The flood may have filled the socket's buffer, so some of these are lost there.
        int[] sequenceNumber = {0};
        bob.await(() -> {
            send(anna.seal(audio, ++sequenceNumber[0], 1, new byte[100]));
            return bob.count(audio) > 0;
        });
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
        assertThat(scope.count(RelayCounter.RTP_IN)).isBetween(1L, (long) sequenceNumber[0]);
    }

    @Test
    void shouldReleaseEveryBuffer() {
        long held = activeBuffers();
        try (TestScope other = new TestScope()) {
            TestClient carl = other.client("carl");
            TestClient dora = other.client("dora");
            RouteStream stream = carl.stream(TrackKind.VIDEO, LayerName.HIGH, 0x33);
            dora.expect(stream);
            other.routes(
                    carl.route(List.of(stream), RouteSubscription.ALL), dora.route(List.of(), RouteSubscription.ALL));
            carl.connect(other.endpoints());
            dora.connect(other.endpoints());
            for (int i = 0; i < 500; i++) {
                TestClient.send(
                        carl.sockets.get(MediaType.VIDEO),
                        carl.seal(stream, i, i / 10, new byte[1000]),
                        other.endpoints().video().get(0));
            }
            dora.await(() -> dora.count(stream) > 300);
            assertThat(activeBuffers()).isGreaterThan(held);
        }
        await().untilAsserted(() -> assertThat(activeBuffers()).isLessThanOrEqualTo(held));
    }

    /** Direct buffers in use; what the outer scope's idle loop holds may go meanwhile, never grow. */
    private static long activeBuffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    @Test
    void shouldNameBusyPort() throws Exception {
        try (DatagramSocket busy = TestClient.socket()) {
            RelayEngineSettings settings =
                    RelayEngineSettings.of(1, List.of("127.0.0.1"), List.of(), busy.getLocalPort(), 0, 0);
            Assertions.assertThatThrownBy(() -> NettyRelayEngine.start(settings))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("UDP audio port " + busy.getLocalPort() + " on 127.0.0.1");
        }
    }

    @Test
    void shouldForwardOnNio() {
        RelayEngineSettings nio = new RelayEngineSettings(
                1, true, List.of("127.0.0.1"), List.of(), 0, 0, 0, true, false, 1 << 20, 64, 10, false);
        try (TestScope other = new TestScope(nio)) {
            TestClient carl = other.client("carl");
            TestClient dora = other.client("dora");
            RouteStream stream = carl.stream(TrackKind.AUDIO, LayerName.HIGH, 0x33);
            dora.expect(stream);
            other.routes(
                    carl.route(List.of(stream), RouteSubscription.ALL), dora.route(List.of(), RouteSubscription.ALL));
            carl.connect(other.endpoints());
            dora.connect(other.endpoints());
            for (int i = 0; i < 20; i++) {
                TestClient.send(
                        carl.sockets.get(MediaType.AUDIO),
                        carl.seal(stream, i, i, new byte[200]),
                        other.endpoints().audio().get(0));
            }
            dora.await(() -> dora.count(stream) == 20);
            assertThat(other.engine.segmenting()).isFalse();
        }
    }
}
