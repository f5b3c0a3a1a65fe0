package io.mediascope.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CandidatePriorityTest {
    /** Chromium's for a peer-reflexive candidate for TCP: the lowest that a browser has without a relay of its own. */
    private static final long LOWEST_OF_BROWSERS = 80L << 24;

    @Test
    void shouldFallFromCandidateToCandidate() {
        assertThat(CandidatePriority.of(0, 0)).isGreaterThan(CandidatePriority.of(0, 1));
        assertThat(CandidatePriority.of(7, 30)).isGreaterThan(CandidatePriority.of(7, 31));
    }

    @Test
    void shouldRankTheWorstOfARestartAboveTheBestFromBefore() {
        assertThat(CandidatePriority.of(1, 31)).isGreaterThan(CandidatePriority.of(0, 0));
        assertThat(CandidatePriority.of(5_000, 31)).isGreaterThan(CandidatePriority.of(4_999, 0));
    }

    @Test
    void shouldStayBelowWhatBrowsersGiveTheirOwn() {
        assertThat(CandidatePriority.of(Integer.MAX_VALUE, 0)).isBetween(1L, LOWEST_OF_BROWSERS - 1);
        assertThat(CandidatePriority.of(0, 1_000)).isPositive();
    }
}
