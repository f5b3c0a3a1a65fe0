package io.mediascope.media.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpwardTrialTest {
    private static final long SECOND = 1_000_000_000L;

    private final UpwardTrial trial = new UpwardTrial();

    @Test
    void shouldTryAgainEveryThreeSecondsWhileItGoesWell() {
        assertThat(dueTimes(0, 20, false)).containsExactly(3L, 6L, 9L, 12L, 15L, 18L);
    }

    @Test
    void shouldWaitTwiceAsLongAfterEachFailureUpToABound() {
        List<Long> times = dueTimes(0, 400, true);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(times.get(i) - times.get(i - 1));
        }
        assertThat(gaps.subList(0, 5)).containsExactly(7L, 13L, 25L, 49L, 49L);
    }

    @Test
    void shouldBeImpatientAgainAfterASuccess() {
        dueTimes(0, 200, true);
        long first = dueTimes(201, 260, false).get(0);
        assertThat(dueTimes(first + 1, first + 120, false)).contains(first + 48, first + 51, first + 54);
    }

    /** Asked each second; a failed trial is noticed a second later. */
    private List<Long> dueTimes(long from, long to, boolean failing) {
        List<Long> times = new ArrayList<>();
        for (long second = from; second <= to; second++) {
            if (trial.due(second * SECOND)) {
                times.add(second);
            } else if (failing && !times.isEmpty() && times.get(times.size() - 1) == second - 1) {
                trial.failed(second * SECOND);
            }
        }
        return times;
    }
}
