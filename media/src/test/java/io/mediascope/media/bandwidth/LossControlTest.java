package io.mediascope.media.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossControlTest {
    private static final long MS = 1_000_000;
    private static final double RATE = 1_000_000;

    private final LossControl loss = new LossControl();
    private long now;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAllowMoreUnderTwoPercent(int percent) {
        assertThat(run(60, percent, RATE)).isEqualTo(RATE);
        assertThat(loss.allowsMore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldHoldUnderLittleLoss(int percent) {
        assertThat(run(60, percent, RATE)).isEqualTo(RATE);
        assertThat(loss.allowsMore()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 20, 60, 100})
    void shouldYieldInProportionFromTenPercentOn(int percent) {
        double left = run(1, percent, RATE);
        double perWindow = 1 - 0.5 * percent / 100;
        assertThat(left).isBetween(RATE * perWindow * perWindow * 0.98, RATE * perWindow * perWindow * 1.001);
        assertThat(run(30, percent, left)).isLessThan(0.25 * RATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 9})
    void shouldHoldAtFirstThenYieldToLossThatLastsButToHalfAtTheMost(int percent) {
        assertThat(run(2, percent, RATE)).isGreaterThan(0.95 * RATE);
        double left = run(15, percent, RATE);
        assertThat(left).isBetween(0.5 * RATE, 0.8 * RATE);
        assertThat(run(300, percent, left)).isEqualTo(0.5 * RATE);
    }

    @Test
    void shouldBeginANewBoundOnceThePathWasClean() {
        assertThat(run(300, 8, RATE)).isEqualTo(0.5 * RATE);
        run(60, 0, RATE);
        assertThat(run(300, 8, 2 * RATE)).isEqualTo(RATE);
    }

    @Test
    void shouldForgetThePathBefore() {
        run(30, 30, RATE);
        loss.reset();
        assertThat(loss.allowsMore()).isTrue();
        assertThat(run(2, 0, RATE)).isEqualTo(RATE);
    }

    /** Of two equal paths the one that loses more never ends with the higher rate; nothing ever raises it. */
    @Test
    void shouldNeverGiveMoreForMoreLoss() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            LossControl mild = new LossControl();
            LossControl harsh = new LossControl();
            double[] rates = {RATE, RATE};
            int mildPercent = random.nextInt(40);
            int harshPercent = mildPercent + random.nextInt(40);
            for (int turn = 0; turn < 100; turn++) {
                long at = turn * 500 * MS;
                for (int i = 0; i < 100; i++) {
                    mild.add(i < mildPercent);
                    harsh.add(i < harshPercent);
                }
                double mildNext = mild.limit(rates[0], at);
                double harshNext = harsh.limit(rates[1], at);
                assertThat(mildNext).isLessThanOrEqualTo(rates[0]);
                rates = new double[] {mildNext, harshNext};
                assertThat(harshNext).as("seed %d", seed).isLessThanOrEqualTo(mildNext);
            }
        }
    }

    /** A hundred packets each half second, of which so many percent are lost. */
    private double run(int seconds, int percent, double rate) {
        double left = rate;
        for (int turn = 0; turn <= 2 * seconds; turn++) {
            for (int i = 0; i < 100; i++) {
                loss.add(i * 37 % 100 < percent);
            }
            left = loss.limit(left, now);
            now += 500 * MS;
        }
        return left;
    }
}
