package io.mediascope.media.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
                nextSend += PACKET_BYTES * 8 * 1_000_000_000L / estimator.targetBps();
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
