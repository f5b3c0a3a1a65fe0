package io.mediascope.sdk.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileSourceTest {
    private static final long MS = 1_000_000;
    private final HandFedOutput output = new HandFedOutput();

    @Test
    void shouldPaceByPresentationTimesOverLoops() {
        new IvfSource(Clips.video()).start(output);
        output.run(25_000 * MS - 1);
        assertThat(output.pushed).hasSize(625);
        for (int i = 0; i < 625; i++) {
            assertThat(output.pushed.get(i).frame().ptsNs()).isEqualTo(i * 40 * MS);
            assertThat(output.pushed.get(i).atNs()).isEqualTo(5_000 * MS + i * 40 * MS);
        }
        assertThat(output.pushed.get(250).frame().keyFrame()).isTrue();
    }

    @Test
    void shouldEndWithTheFileWhenNotLooping() {
        new OggOpusSource(Clips.audio(), false).start(output);
        output.run(60_000 * MS);
        assertThat(output.pushed).hasSize(Clips.audio().frames().size());
        assertThat(output.pushed.get(10).frame().ptsNs()).isEqualTo(200 * MS);
    }

    @Test
    void shouldJumpToTheNextKeyFrameWhenAskedAndKeepTimesRising() {
        IvfSource source = new IvfSource(Clips.video());
        source.start(output);
        output.run(500 * MS);
        int before = output.pushed.size();
        assertThat(output.pushed.get(before - 1).frame().keyFrame()).isFalse();
        source.onKeyFrameRequested(LayerName.HIGH);
        output.run(20_000 * MS);
        assertThat(output.pushed.get(before).frame().keyFrame()).isTrue();
        assertRising(output.pushed, 40 * MS);
    }

    @Test
    void shouldRestLayersThatNobodyNeedsAndComeBackWithAKeyFrame() {
        IvfSource source = new IvfSource(Clips.video(), Clips.videoLow());
        source.start(output);
        output.run(500 * MS);
        source.onLayersNeeded(Set.of(LayerName.HIGH));
        int low = output.of(LayerName.LOW).size();
        output.run(700 * MS);
        assertThat(output.of(LayerName.LOW)).hasSize(low);
        source.onLayersNeeded(Set.of(LayerName.HIGH, LayerName.LOW));
        output.run(200 * MS);
        assertThat(output.of(LayerName.LOW).get(low).frame().keyFrame()).isTrue();
        assertRising(output.of(LayerName.HIGH), 40 * MS);
    }

    @Test
    void shouldRestTheUpperLayerWhenTheNetworkCarriesLess() {
        IvfSource source = new IvfSource(Clips.video(), Clips.videoLow());
        source.start(output);
        output.run(500 * MS);
        source.onTarget(LayerName.HIGH, new EncodingTarget(150_000, 0, 0, 0));
        source.onTarget(LayerName.LOW, new EncodingTarget(80_000, 0, 0, 0));
        int high = output.of(LayerName.HIGH).size();
        int low = output.of(LayerName.LOW).size();
        output.run(2_000 * MS);
        assertThat(output.of(LayerName.HIGH)).hasSize(high);
        assertThat(output.of(LayerName.LOW)).hasSizeBetween(low + 49, low + 51);
        source.onTarget(LayerName.HIGH, new EncodingTarget(220_000, 0, 0, 0));
        output.run(200 * MS);
        assertThat(output.of(LayerName.HIGH)).hasSize(high);
        source.onTarget(LayerName.HIGH, new EncodingTarget(260_000, 0, 0, 0));
        output.run(2_000 * MS);
        assertThat(output.of(LayerName.HIGH).get(high).frame().keyFrame()).isTrue();
        assertThat(output.of(LayerName.HIGH)).hasSizeBetween(high + 49, high + 51);
    }

    @Test
    void shouldPlayOnlyKeyFramesOfASingleLayerThatIsTooLarge() {
        IvfSource source = new IvfSource(Clips.video());
        source.start(output);
        output.run(500 * MS);
        source.onTarget(LayerName.HIGH, new EncodingTarget(60_000, 0, 0, 0));
        int before = output.pushed.size();
        output.run(10_000 * MS);
        assertThat(output.pushed.size() - before).isBetween(1, 25);
        assertThat(output.pushed.subList(before, output.pushed.size()))
                .allMatch(pushed -> pushed.frame().keyFrame());
        source.onTarget(LayerName.HIGH, EncodingTarget.PAUSED);
        before = output.pushed.size();
        output.run(10_000 * MS);
        assertThat(output.pushed).hasSize(before);
    }

    @Test
    void shouldGoOnWithoutABurstAfterAStall() {
        new IvfSource(Map.of(LayerName.HIGH, Clips.video()), true).start(output);
        output.run(100 * MS);
        int before = output.pushed.size();
        output.stall(5_000 * MS);
        output.run(1_000 * MS);
        assertThat(output.pushed.size() - before).isBetween(24, 27);
    }

    @Test
    void shouldPushNothingOnceStopped() {
        IvfSource source = new IvfSource(Clips.video());
        source.start(output);
        output.run(100 * MS);
        source.stop();
        int before = output.pushed.size();
        output.run(1_000 * MS);
        assertThat(output.pushed).hasSize(before);
    }

    private static void assertRising(List<HandFedOutput.Pushed> pushed, long stepNs) {
        for (int i = 1; i < pushed.size(); i++) {
            assertThat(pushed.get(i).frame().ptsNs() - pushed.get(i - 1).frame().ptsNs())
                    .isEqualTo(stepNs);
        }
    }
}
