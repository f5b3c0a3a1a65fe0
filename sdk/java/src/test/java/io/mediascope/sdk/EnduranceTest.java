package io.mediascope.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Much of something, for long, at once, or against the rules. */
@Tag("slow")
@Timeout(90)
class EnduranceTest {
    @TempDir
    Path folder;

    private FakeNode node;

    @BeforeEach
    void start() throws Exception {
        node = new FakeNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldServeAHundredClientsOnOneLoop() {
        try (ServiceLoop loop = ServiceLoop.create()) {
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                guests.add(new Guest(node.descriptor("user-" + i).serviceLoop(loop)));
            }
            guests.forEach(Guest::joined);
            guests.get(0).publishing();
            guests.subList(1, 100).forEach(g -> g.awaitFrames("user-0/mic", 10));
            CompletableFuture.allOf(guests.stream()
                            .map(g -> g.connection.disconnect().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    @Test
    void shouldWorkOnJavasSelector() {
        try (ServiceLoop loop = ServiceLoop.createPortable();
                Guest ann = new Guest(node.descriptor("ann").serviceLoop(loop))
                        .joined()
                        .publishing();
                Guest bob = new Guest(node.descriptor("bob").serviceLoop(loop)).joined()) {
            bob.awaitFrames("ann/mic", 25);
            bob.awaitFrames("ann/cam", 25);
            assertThat(bob.gaps("ann/cam")).isZero();
            bob.network.setUdpBlocked(true);
            bob.awaitFrames("ann/mic", 100);
        }
    }

    @Test
    void shouldReceiveAfterSeventyThousandPackets() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined()) {
            Flood flood = new Flood(70_000);
            ann.connection
                    .publish(TrackSpec.audio("mic"), flood)
                    .toCompletableFuture()
                    .join();
            await().atMost(Duration.ofSeconds(60)).until(() -> flood.sent.get() >= 70_000);
            try (Guest bob = new Guest(node.descriptor("bob")).joined()) {
                bob.awaitFrames("ann/mic", 50);
            }
        }
    }

    /** So many Opus packets as fast as they go, then one each 20 ms. */
    private static final class Flood implements MediaSource {
        final AtomicInteger sent = new AtomicInteger();
        private final int many;

        Flood(int many) {
            this.many = many;
        }

        @Override
        public void start(FrameOutput output) {
            push(output);
        }

        private void push(FrameOutput output) {
            int burst = sent.get() < many ? 100 : 1;
            for (int i = 0; i < burst; i++) {
                byte[] opus = new byte[40];
                opus[0] = (byte) 0xF8;
                java.nio.ByteBuffer.wrap(opus).putLong(32, sent.get());
                output.push(new MediaFrame(opus, sent.getAndIncrement() * 20_000_000L, true));
            }
            output.schedule(burst > 1 ? 2_000_000 : 20_000_000, () -> push(output));
        }

        @Override
        public void stop() {
            // Tasks of a stopped track do not run.
        }
    }

    @Test
    void shouldSurviveCallbacksThatThrow() {
        AtomicInteger errors = new AtomicInteger();
        AtomicInteger frames = new AtomicInteger();
        ScopeListener rude = new ScopeListener() {
            @Override
            public void connected(ScopeConnection connection) {
                throw new IllegalStateException("connected");
            }

            @Override
            public void trackPublished(RemoteTrack track) {
                track.attach(frame -> {
                    frames.incrementAndGet();
                    throw new IllegalStateException("frame");
                });
                throw new IllegalStateException("published");
            }

            @Override
            public void error(ErrorCode code, String text) {
                errors.incrementAndGet();
                throw new IllegalStateException("error");
            }
        };
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing()) {
            ScopeConnection bob = Mediascope.connect(node.descriptor("bob").build(), rude);
            await().atMost(Duration.ofSeconds(10)).until(() -> frames.get() >= 20);
            assertThat(errors).hasValueGreaterThan(20);
            bob.disconnect().toCompletableFuture().join();
            assertThat(ann.connection.isConnected()).isTrue();
        }
    }

    @Test
    void shouldTakeEveryCallFromManyThreadsAtOnce() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<?>> all = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/cam", 3);
            for (int i = 0; i < 8; i++) {
                String name = "track-" + i;
                threads.execute(() -> {
                    for (int round = 0; round < 5; round++) {
                        all.addAll(everything(bob.connection, name));
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(all).hasSize(8 * 5 * 7);
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .exceptionally(e -> null)
                    .join();
            assertThat(all)
                    .filteredOn(CompletableFuture::isCompletedExceptionally)
                    .isEmpty();
            assertThat(bob.connection.isConnected()).isTrue();
        }
    }

    private static List<CompletableFuture<?>> everything(ScopeConnection to, String track) {
        RemoteTrack remote = to.users().get(0).tracks().get(0);
        remote.detach();
        remote.attach(frame -> {});
        CompletableFuture<?> unpublished = to.publish(
                        TrackSpec.audio(track + System.nanoTime()), new Ticker(20, 60, false))
                .thenCompose(t -> to.unpublish(t.spec().trackId()))
                .toCompletableFuture();
        return List.of(
                unpublished,
                to.sendMessage("ann", "topic", new byte[100]).toCompletableFuture(),
                to.setSubscription(Subscription.ALL).toCompletableFuture(),
                to.chooseLayer("ann", "cam", LayerName.HIGH).toCompletableFuture(),
                to.setPaused("ann", "cam", false).toCompletableFuture(),
                to.statistics().toCompletableFuture(),
                to.connected().toCompletableFuture());
    }
}
