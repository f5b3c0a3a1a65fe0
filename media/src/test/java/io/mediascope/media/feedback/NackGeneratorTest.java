package io.mediascope.media.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long MS = 1_000_000;
    private static final long RTT = 40 * MS;
    private final NackGenerator nacks = new NackGenerator();
    private final int[] out = new int[100];

    @Test
    void shouldAskForAGapAcrossTheWrapAfterALittleWait() {
        nacks.received(65534, 0);
        nacks.received(1, 0);
        assertThat(collect(9 * MS)).isEmpty();
        assertThat(collect(10 * MS)).containsExactly(65535, 0);
        assertThat(collect(40 * MS)).isEmpty();
        assertThat(collect(60 * MS)).containsExactly(65535, 0);
    }

    @Test
    void shouldNotAskForWhatWasOnlyReordered() {
        nacks.received(10, 0);
        nacks.received(12, 0);
        assertThat(nacks.received(11, 5 * MS)).isTrue();
        assertThat(nacks.received(11, 5 * MS)).isFalse();
        assertThat(collect(100 * MS)).isEmpty();
        assertThat(nacks.repaired()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpAndSaySo() {
        nacks.received(10, 0);
        nacks.received(13, 0);
        int asked = 0;
        for (long now = 0; now < 2000 * MS; now += 10 * MS) {
            asked += collect(now).length;
        }
        assertThat(asked).isBetween(2, 16);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.takeGivenUp()).isEqualTo(2);
        assertThat(nacks.takeGivenUp()).isZero();
    }

    @Test
    void shouldMissNothingFromBeforeAReset() {
        nacks.received(10, 0);
        nacks.received(20, 0);
        nacks.reset(5000);
        nacks.received(5001, 0);
        assertThat(collect(20 * MS)).containsExactly(5000);
    }

    @Test
    void shouldStayBoundedOnHugeGaps() {
        nacks.received(0, 0);
        nacks.received(20_000, 0);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.takeGivenUp()).isEqualTo(19_999);
        for (int i = 1; i < 200; i++) {
            nacks.received((20_000 + 5 * i) & 0xFFFF, 0);
        }
        assertThat(nacks.missing()).isLessThanOrEqualTo(NackGenerator.MAX_MISSING);
    }

    @Test
    void shouldGiveUpAtOnceWhatAnOutageTook() {
        nacks.received(10, 0);
        nacks.received(200, 3000 * MS);
        assertThat(nacks.missing()).isZero();
        assertThat(nacks.takeGivenUp()).isEqualTo(189);
        nacks.received(203, 3010 * MS);
        assertThat(collect(3030 * MS)).containsExactly(201, 202);
    }

    @Test
    void shouldAskForWhatWasLostBeforeAPause() {
        nacks.received(10, 0);
        nacks.received(13, 1000 * MS);
        assertThat(collect(1010 * MS)).containsExactly(11, 12);
    }

    @Test
    void shouldAskAgainAfterTheTimeThatAnswersTakeWhereTheRoundTripIsUnknown() {
        nacks.received(0, 0);
        nacks.received(2, 0);
        assertThat(nacks.collect(10 * MS, 0, out)).isEqualTo(1);
        assertThat(nacks.collect(134 * MS, 0, out)).isZero();
        assertThat(nacks.collect(135 * MS, 0, out)).isEqualTo(1);
        long nowNs = 200 * MS;
        for (int i = 4; i < 60; i += 2, nowNs += 100 * MS) {
            nacks.received(i, nowNs);
            nacks.collect(nowNs + 10 * MS, 0, out);
            nacks.received(i - 1, nowNs + 40 * MS);
        }
        nacks.received(61, nowNs);
        assertThat(nacks.collect(nowNs + 10 * MS, 0, out)).isEqualTo(2);
        assertThat(nacks.collect(nowNs + 39 * MS, 0, out)).isZero();
        assertThat(nacks.collect(nowNs + 45 * MS, 0, out)).isEqualTo(2);
    }

    @Test
    void shouldAskForExactlyWhatIsMissingUnderLossReorderingAndDuplicates() {
        for (int seed = 0; seed < 30; seed++) {
            runRandomLink(new Random(seed));
        }
    }

    /** A link that loses 10 %, reorders and doubles; each NACK brings the packet after one round trip, lost again at 10 %. */
    private void runRandomLink(Random random) {
        NackGenerator generator = new NackGenerator();
        PriorityQueue<long[]> link = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        int first = random.nextInt(65536);
        Set<Integer> arrived = new HashSet<>();
        generator.reset(first);
        int count = 3000;
        long now = 0;
        for (int tick = 0; tick < count + 600; tick++, now += 2 * MS) {
            if (tick < count && (tick == count - 1 || random.nextInt(10) > 0)) {
                for (int copy = random.nextInt(20) == 0 ? 2 : 1; copy > 0; copy--) {
                    link.add(new long[] {now + random.nextInt((int) (8 * MS)), (first + tick) & 0xFFFF});
                }
            }
            while (!link.isEmpty() && link.peek()[0] <= now) {
                int seq = (int) link.poll()[1];
                generator.received(seq, now);
                arrived.add(seq);
            }
            for (int seq : Arrays.copyOf(out, generator.collect(now, RTT, out))) {
                assertThat(arrived).doesNotContain(seq);
                if (random.nextInt(10) > 0) {
                    link.add(new long[] {now + RTT, seq});
                }
            }
        }
        assertThat(generator.missing()).isZero();
        assertThat(arrived).hasSize(count);
        assertThat(generator.takeGivenUp()).isZero();
    }

    private int[] collect(long nowNs) {
        return Arrays.copyOf(out, nacks.collect(nowNs, RTT, out));
    }
}
