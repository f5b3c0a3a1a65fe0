package io.mediascope.sdk.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentTrialTest {
    private static final long MS = 1_000_000;

    private final SegmentTrial trial = new SegmentTrial(true);

    @Test
    void shouldSegmentFreelyOnceALaterPacketIsConfirmed() {
        trial.sent(7, 65_535, 4, 0);
        assertThat(trial.allows(10 * MS)).isFalse();
        trial.confirmed(7, 65_535);
        trial.confirmed(8, 1);
        assertThat(trial.allows(20 * MS)).isFalse();
        trial.confirmed(7, 1);
        assertThat(trial.allows(30 * MS)).isTrue();
        assertThat(trial.wantsToKnow()).isFalse();
    }

    @Test
    void shouldSendSinglyAfterThreeTrialsThatNobodyConfirms() {
        long nowNs = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(trial.allows(nowNs)).isTrue();
            trial.sent(7, 10 * i, 4, nowNs);
            nowNs += 500 * MS;
        }
        assertThat(trial.allows(nowNs)).isFalse();
        trial.restart();
        assertThat(trial.allows(nowNs)).isTrue();
    }

    @Test
    void shouldNotTryAgainWhatTheSystemRefuses() {
        trial.refused();
        trial.restart();
        assertThat(trial.allows(0)).isFalse();
        assertThat(new SegmentTrial(false).allows(0)).isFalse();
    }
}
