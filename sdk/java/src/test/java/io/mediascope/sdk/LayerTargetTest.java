package io.mediascope.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.bandwidth.UplinkShares.Demand;
import io.mediascope.media.bandwidth.UplinkShares.Rank;
import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import org.junit.jupiter.api.Test;

class LayerTargetTest {
    private static final TrackSpec TWO = TrackSpec.video("cam")
            .withLayer(new TrackSpec.Layer(LayerName.HIGH, 1_000_000, 1280, 720, 30))
            .withLayer(new TrackSpec.Layer(LayerName.LOW, 100_000, 320, 180, 15));

    @Test
    void shouldAskForWhatTheApplicationAllowed() {
        assertThat(new LayerTarget(TWO, LayerName.HIGH).demand())
                .isEqualTo(new Demand(Rank.UPPER_LAYER, 100_000, 1_000_000));
        assertThat(new LayerTarget(TWO, LayerName.LOW).demand())
                .isEqualTo(new Demand(Rank.BASE_LAYER, 30_000, 100_000));
        assertThat(new LayerTarget(TrackSpec.audio("mic"), LayerName.HIGH).demand())
                .isEqualTo(new Demand(Rank.AUDIO, 0, 64_000));
    }

    @Test
    void shouldNotGoBelowTheApplicationsLeast() {
        TrackSpec spec = TrackSpec.video("cam")
                .withLayer(new TrackSpec.Layer(LayerName.HIGH, 1_000_000, 1280, 720, 30)
                        .withLeast(new TrackSpec.Least(150_000, 360, 20)));
        LayerTarget target = new LayerTarget(spec, LayerName.HIGH);
        assertThat(target.demand().leastBps()).isEqualTo(150_000);
        assertThat(target.change(150_000)).isEqualTo(new EncodingTarget(150_000, 640, 360, 20));
    }

    @Test
    void shouldTellOnlyWhatDiffers() {
        LayerTarget target = new LayerTarget(TWO, LayerName.HIGH);
        assertThat(target.change(500_000)).isNotNull();
        assertThat(target.change(520_000)).isNull();
        assertThat(target.change(470_000)).isNotNull();
        assertThat(target.bitrateBps()).isEqualTo(470_000);
    }

    @Test
    void shouldLeaveOutEverythingUntilTheKeyFrameAfterAPause() {
        LayerTarget target = new LayerTarget(TWO, LayerName.HIGH);
        assertThat(target.leavesOut(false)).isFalse();
        target.change(0);
        assertThat(target.leavesOut(true)).isTrue();
        assertThat(target.demand().leastBps()).as("room to come back").isEqualTo(130_000);
        target.change(200_000);
        assertThat(target.hasReturned()).isTrue();
        assertThat(target.leavesOut(false)).isTrue();
        assertThat(target.leavesOut(true)).isFalse();
        assertThat(target.leavesOut(false)).isFalse();
    }
}
