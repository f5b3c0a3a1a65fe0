package io.mediascope.media.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayGradientTest {
    private static final long MS = 1_000_000;
    private static final long OFFSET = -123_456_789_000L;
    private final DelayGradient delay = new DelayGradient();

    @Test
    void shouldSeeNoTrendInNoise() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            delay.add(i * 20 * MS, OFFSET + i * 20 * MS + random.nextInt((int) (2 * MS)));
        }
        assertThat(delay.gradient()).isCloseTo(0, within(0.01));
        assertThat(delay.queuingDelayNs()).isLessThan(3 * MS);
    }

    @Test
    void shouldMeasureAQueueThatGrowsAndShrinks() {
        for (int i = 0; i < 50; i++) {
            delay.add(i * 20 * MS, OFFSET + i * 20 * MS);
        }
        for (int i = 50; i < 100; i++) {
            delay.add(i * 20 * MS, OFFSET + i * 20 * MS + (i - 50) * 2 * MS);
        }
        assertThat(delay.gradient()).isCloseTo(0.09, within(0.02));
        assertThat(delay.queuingDelayNs()).isBetween(85 * MS, 100 * MS);
        for (int i = 100; i < 140; i++) {
            delay.add(i * 20 * MS, OFFSET + i * 20 * MS + (140 - i) * 2 * MS);
        }
        assertThat(delay.gradient()).isNegative();
    }

    @Test
    void shouldFollowRtpTimestampsAcrossTheWrap() {
        for (int i = 0; i < 100; i++) {
            long timestamp = (0xFFFF_0000L + i * 3600L) & 0xFFFF_FFFFL;
            delay.addRtp(timestamp, 90_000, i * 40 * MS);
            delay.addRtp(timestamp, 90_000, i * 40 * MS + 10 * MS);
        }
        assertThat(delay.gradient()).isCloseTo(0, within(0.001));
        assertThat(delay.queuingDelayNs()).isLessThan(MS);
    }

    @Test
    void shouldMeasureRatesOverTheWindow() {
        RateMeter meter = new RateMeter(1000 * MS);
        for (int i = 0; i < 300; i++) {
            meter.add(125, i * 10 * MS);
        }
        assertThat(meter.bitrateBps(2990 * MS)).isEqualTo(100_000);
        assertThat(meter.bitrateBps(9000 * MS)).isZero();
        assertThat(meter.totalBytes()).isEqualTo(37_500);
    }
}
