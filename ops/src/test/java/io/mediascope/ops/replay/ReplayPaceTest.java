package io.mediascope.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReplayPaceTest {
    @Test
    void shouldNotWaitWithoutSpeed() {
        ReplayPace pace = new ReplayPace(0);

        assertThat(pace.delayMs(1_000, 0)).isZero();
        assertThat(pace.delayMs(100_000, 0)).isZero();
    }

    @Test
    void shouldPaceByEventTime() {
        ReplayPace pace = new ReplayPace(2);

        assertThat(pace.delayMs(10_000, 500)).isZero();
        assertThat(pace.delayMs(14_000, 500)).isEqualTo(2_000);
        assertThat(pace.delayMs(14_000, 2_400)).isEqualTo(100);
        assertThat(pace.delayMs(14_000, 9_000)).isZero();
    }

    @Test
    void shouldRefuseImpossibleSpeed() {
        assertThatThrownBy(() -> new ReplayPace(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReplayPace(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
