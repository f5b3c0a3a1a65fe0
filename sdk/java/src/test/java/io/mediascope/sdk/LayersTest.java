package io.mediascope.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver asks to get: layers, pauses, subscriptions. On the real relay. */
@Timeout(60)
class LayersTest {
    private record Seen(LayerName layer, long number, boolean keyFrame) {}

    private static final TrackSpec TWO_LAYERS =
            TrackSpec.video("cam").withLayer(new TrackSpec.Layer(LayerName.LOW, 100_000, 320, 180, 25));

    @TempDir
    Path folder;

    private FakeNode node;
    private Guest ann;
    private Guest bob;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        node = new FakeNode(folder);
        ann = new Guest(node.descriptor("ann")).joined();
        ann.connection
                .publish(TWO_LAYERS, new Ticker(20, 4_000, true, Set.of(LayerName.HIGH, LayerName.LOW)))
                .toCompletableFuture()
                .join();
        bob = new Guest(node.descriptor("bob")).joined();
        bob.awaitFrames("ann/cam", 3);
        camera().attach(frame -> seen.add(new Seen(
                LayerName.values()[frame.data()[frame.data().length - 9]],
                ByteBuffer.wrap(frame.data()).getLong(frame.data().length - 8),
                frame.keyFrame())));
    }

    @AfterEach
    void stop() {
        ann.close();
        bob.close();
        node.close();
    }

    private RemoteTrack camera() {
        return bob.connection.users().get(0).tracks().get(0);
    }

    @Test
    void shouldSwitchLayersOnKeyFramesAndNeverMixThem() {
        awaitLayer(LayerName.HIGH);
        choose(LayerName.LOW);
        awaitLayer(LayerName.LOW);
        choose(LayerName.HIGH);
        awaitLayer(LayerName.HIGH);
        LayerName before = null;
        int switches = 0;
        for (Seen frame : List.copyOf(seen)) {
            if (frame.layer() != before) {
                assertThat(frame.keyFrame()).isTrue();
                switches++;
            }
            before = frame.layer();
        }
        assertThat(switches).isEqualTo(3);
        assertThat(bob.connection.statistics().toCompletableFuture().join().received())
                .allMatch(s -> s.longestGapMs() < 1_000, "a layer that rests by choice has no gap");
    }

    @Test
    void shouldStopAndResumeATrack() {
        awaitLayer(LayerName.HIGH);
        pause(true);
        awaitSilence();
        pause(false);
        awaitLayer(LayerName.HIGH);
    }

    @Test
    void shouldReceiveWhatIsSubscribedToOnly() {
        awaitLayer(LayerName.HIGH);
        subscribe(Subscription.NONE);
        awaitSilence();
        subscribe(Subscription.of(new Subscription.Wanted("ann", "cam")));
        awaitLayer(LayerName.HIGH);
        subscribe(Subscription.ofUsers("carl"));
        awaitSilence();
        subscribe(Subscription.ALL);
        awaitLayer(LayerName.HIGH);
    }

    private void choose(LayerName layer) {
        bob.connection.chooseLayer("ann", "cam", layer).toCompletableFuture().join();
    }

    private void pause(boolean paused) {
        bob.connection.setPaused("ann", "cam", paused).toCompletableFuture().join();
    }

    private void subscribe(Subscription subscription) {
        bob.connection.setSubscription(subscription).toCompletableFuture().join();
    }

    private void awaitLayer(LayerName layer) {
        int from = seen.size();
        await(layer.name()).atMost(Duration.ofSeconds(10)).until(() -> {
            List<Seen> since = seen.subList(from, seen.size());
            return since.stream().filter(is(layer)).count() >= 10
                    && since.get(since.size() - 1).layer() == layer;
        });
    }

    private static Predicate<Seen> is(LayerName layer) {
        return s -> s.layer() == layer;
    }

    private void awaitSilence() {
        await("silence")
                .atMost(Duration.ofSeconds(10))
                .until(() -> bob.connection.statistics().toCompletableFuture().join().received().stream()
                        .allMatch(s -> s.lastFrameAgoMs() > 500 || s.lastFrameAgoMs() < 0));
    }
}
