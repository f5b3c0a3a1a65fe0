package io.mediascope.sdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameClockTest {
    private static final long MS = 1_000_000;

    private final FrameClock clock = new FrameClock();
    private long nowNs = 5_000 * MS;

    @Test
    void shouldCountAGapOverTheAverageAndTheSlackAsFreeze() {
        frames(50, 40);
        frames(1, 180);
        assertThat(clock.freezes()).isZero();
        frames(50, 40);
        frames(1, 250);
        assertThat(clock.freezes()).isEqualTo(1);
        assertThat(clock.longestGapNs()).isEqualTo(250 * MS);
    }

    @Test
    void shouldNotCallSlowVideoFrozen() {
        frames(20, 1_000);
        frames(1, 2_900);
        assertThat(clock.freezes()).isZero();
        frames(1, 4_000);
        assertThat(clock.freezes()).isEqualTo(1);
    }

    @Test
    void shouldNotCountARestThatWasAskedFor() {
        frames(10, 40);
        clock.rest();
        frames(1, 9_000);
        frames(10, 40);
        assertThat(clock.freezes()).isZero();
        assertThat(clock.longestGapNs()).isEqualTo(40 * MS);
        assertThat(clock.lastFrameNs()).isEqualTo(nowNs);
    }

    private void frames(int count, long intervalMs) {
        for (int i = 0; i < count; i++) {
            nowNs += intervalMs * MS;
            clock.frame(nowNs);
        }
    }
}
