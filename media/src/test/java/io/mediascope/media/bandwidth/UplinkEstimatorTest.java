package io.mediascope.media.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bottleneck with a queue, simulated by hand-fed time. */
class UplinkEstimatorTest {
    private static final long MS = 1_000_000;
    private static final int PACKET_BYTES = 1000;
    private static final long DELAY = 20 * MS;

    private final UplinkEstimator estimator = new UplinkEstimator(50_000, 300_000, 5_000_000);
    private final Deque<long[]> reported = new ArrayDeque<>();
    private final Random random = new Random(3);
    private long now;
    private long nextSend;
    private long nextReport;
    private long linkFreeAt;
    private int seq;
    private long mostSentBps = Long.MAX_VALUE;

    @Test
    void shouldFindTheCapacityAndFollowItDownAndUp() {
        run(20_000, 1_000_000, 0);
        assertThat(estimator.targetBps()).isBetween(600_000L, 1_200_000L);
        run(6_000, 300_000, 0);
        assertThat(estimator.targetBps()).isBetween(150_000L, 360_000L);
        assertThat(linkFreeAt - now).isLessThan(300 * MS);
        run(40_000, 1_500_000, 0);
        assertThat(estimator.targetBps()).isGreaterThan(800_000);
    }

    @Test
    void shouldBearLittleLossAndYieldToMuch() {
        run(10_000, 10_000_000, 1);
        long carried = estimator.targetBps();
        assertThat(carried).isGreaterThan(300_000);
        run(5_000, 10_000_000, 30);
        assertThat(estimator.targetBps()).isLessThan(carried / 2);
        assertThat(estimator.loss()).isBetween(0.15, 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 12, 20})
    void shouldYieldFromTenPercentLossOn(int percent) {
        run(10_000, 10_000_000, 0);
        long before = estimator.targetBps();
        run(20_000, 10_000_000, percent);
        assertThat(estimator.targetBps()).isLessThan(before * 3 / 4);
        long low = estimator.targetBps();
        run(20_000, 10_000_000, 0);
        assertThat(estimator.targetBps()).isGreaterThan(2 * low);
    }

    @Test
    void shouldYieldToLastingLossWithinBounds() {
        run(10_000, 10_000_000, 0);
        long before = estimator.targetBps();
        run(3_000, 10_000_000, 6);
        assertThat(estimator.targetBps()).isGreaterThan(before * 8 / 10);
        run(40_000, 10_000_000, 6);
        assertThat(estimator.targetBps()).isBetween(before / 4, before * 8 / 10);
    }

    /** A source that rests because the path is too small for it, and would send 800 kbit/s. */
    @Test
    void shouldTryNowAndThenWhetherMoreIsCarried() {
        estimator.wanted(800_000);
        run(10_000, 200_000, 0);
        assertThat(estimator.targetBps()).isLessThan(260_000);
        mostSentBps = 60_000;
        run(60_000, 5_000_000, 0);
        assertThat(estimator.targetBps()).isEqualTo(800_000);
    }

    @Test
    void shouldTakeUpAgainWhatItKnewBeforeASilence() {
        run(10_000, 2_000_000, 0);
        long before = estimator.targetBps();
        for (int i = 1; i <= 3; i++) {
            estimator.tick(now + i * 1100 * MS);
        }
        assertThat(estimator.targetBps()).isEqualTo(before / 8);
        estimator.pathChanged();
        assertThat(estimator.targetBps()).isEqualTo(before);
    }

    @Test
    void shouldNotTakeTheFirstPacketsOfANewPathForAllThatItCarries() {
        run(20_000, 2_000_000, 0);
        long before = estimator.targetBps();
        reported.clear();
        now += 6_000 * MS;
        nextSend = now;
        estimator.pathChanged();
        run(120, 2_000_000, 0);
        linkFreeAt = now + 170 * MS;
        run(400, 2_000_000, 0);
        assertThat(estimator.targetBps()).isGreaterThan(before / 3);
    }

    @Test
    void shouldStayWithinItsBoundsWhateverComes() {
        for (int seed = 0; seed < 20; seed++) {
            random.setSeed(seed);
            for (int i = 0; i < 10; i++) {
                run(random.nextInt(2_000), 20_000 + random.nextInt(20_000_000), random.nextInt(101));
                if (random.nextInt(4) == 0) {
                    estimator.pathChanged();
                }
                now += random.nextInt(3) * 700 * MS;
                estimator.tick(now);
                assertThat(estimator.targetBps()).isBetween(50_000L, 5_000_000L);
                assertThat(estimator.loss()).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void shouldHalveWithoutFeedbackAndStayAboveTheMinimum() {
        run(1_000, 10_000_000, 0);
        long before = estimator.targetBps();
        estimator.tick(now + 1100 * MS);
        assertThat(estimator.targetBps()).isEqualTo(before / 2);
        for (int i = 2; i < 20; i++) {
            estimator.tick(now + i * 1100 * MS);
        }
        assertThat(estimator.targetBps()).isEqualTo(50_000);
    }

    @Test
    void shouldNotClimbFarAboveWhatIsSent() {
        for (int i = 0; i < 1000; i++) {
            estimator.acknowledged(1, i, 250, i * 20 * MS, i * 20 * MS);
            estimator.reportEnd(i * 20 * MS, 40 * MS);
        }
        assertThat(estimator.targetBps()).isLessThanOrEqualTo(300_000);
    }

    private void run(long durationMs, long capacityBps, int lossPercent) {
        long end = now + durationMs * MS;
        for (; now < end; now += MS) {
            while (nextSend <= now) {
                send(nextSend, capacityBps, lossPercent);
                nextSend += PACKET_BYTES * 8 * 1_000_000_000L / Math.min(mostSentBps, estimator.targetBps());
            }
            if (now >= nextReport) {
                nextReport = now + 50 * MS;
                report();
            }
        }
    }

    private void send(long sentNs, long capacityBps, int lossPercent) {
        boolean lost = random.nextInt(100) < lossPercent || linkFreeAt - sentNs > 1000 * MS;
        if (!lost) {
            linkFreeAt = Math.max(linkFreeAt, sentNs) + PACKET_BYTES * 8 * 1_000_000_000L / capacityBps;
        }
        reported.add(new long[] {sentNs, lost ? -1 : linkFreeAt + DELAY, seq++ & 0xFFFF});
    }

    private void report() {
        while (!reported.isEmpty() && reported.peek()[1] + DELAY <= now) {
            long[] packet = reported.poll();
            if (packet[1] < 0) {
                estimator.lost(1, (int) packet[2], PACKET_BYTES, packet[0]);
            } else {
                estimator.acknowledged(1, (int) packet[2], PACKET_BYTES, packet[0], packet[1] / MS * MS);
            }
        }
        estimator.reportEnd(now, 2 * DELAY);
    }
}
