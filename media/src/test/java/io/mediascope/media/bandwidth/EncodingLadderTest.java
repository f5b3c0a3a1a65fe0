package io.mediascope.media.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.EncodingTarget;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodingLadderTest {
    private final EncodingLadder ladder = new EncodingLadder(1280, 720, 30, 180, 5);

    @Test
    void shouldTakeTheBitrateDownFirstThenTheSizeThenTheFrameRate() {
        assertThat(ladder.at(2_500_000)).isEqualTo(new EncodingTarget(2_500_000, 1280, 720, 30));
        assertThat(ladder.at(1_200_000)).isEqualTo(new EncodingTarget(1_200_000, 1280, 720, 30));
        assertThat(ladder.at(700_000)).isEqualTo(new EncodingTarget(700_000, 960, 540, 30));
        assertThat(ladder.at(300_000)).isEqualTo(new EncodingTarget(300_000, 640, 360, 30));
        assertThat(ladder.at(70_000)).isEqualTo(new EncodingTarget(70_000, 320, 180, 30));
        EncodingTarget poor = ladder.at(35_000);
        assertThat(poor.height()).isEqualTo(180);
        assertThat(poor.frameRate()).isBetween(10, 16);
        assertThat(ladder.at(1).frameRate()).isEqualTo(5);
    }

    @Test
    void shouldComeBackInTheOtherOrderAndOnlyWhenThereIsRoom() {
        ladder.at(35_000);
        assertThat(ladder.at(90_000)).isEqualTo(new EncodingTarget(90_000, 320, 180, 30));
        assertThat(ladder.at(300_000).height()).isEqualTo(270);
        assertThat(ladder.at(350_000).height()).isEqualTo(360);
        assertThat(ladder.at(2_000_000).height()).isEqualTo(720);
        assertThat(ladder.at(1_150_000).height()).isEqualTo(720);
    }

    @Test
    void shouldPauseAtNothingAndLeaveAnUnknownSizeAlone() {
        assertThat(ladder.at(0).paused()).isTrue();
        assertThat(new EncodingLadder(0, 0, 0, 90, 5).at(100_000)).isEqualTo(new EncodingTarget(100_000, 0, 0, 0));
    }

    @Test
    void shouldStayWithinWhatIsAllowedWhateverComes() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            EncodingTarget target = ladder.at(1 + random.nextLong(3_000_000));
            assertThat(target.height()).isBetween(180, 720);
            assertThat(target.width()).isBetween(320, 1280);
            assertThat(target.frameRate()).isBetween(5, 30);
            assertThat(target.frameRate() < 30 && target.height() > 180)
                    .as("fewer frames before they are as small as allowed: %s", target)
                    .isFalse();
        }
    }

    @Test
    void shouldNotFlapAroundAStep() {
        int changes = 0;
        int height = ladder.at(1_100_000).height();
        for (int i = 0; i < 100; i++) {
            int next = ladder.at(1_100_000 + (i % 2 == 0 ? 60_000 : -60_000)).height();
            changes += next == height ? 0 : 1;
            height = next;
        }
        assertThat(changes).isLessThanOrEqualTo(1);
    }
}
