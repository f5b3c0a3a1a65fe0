package io.mediascope.media.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTest {
    @Test
    void shouldOrderAcrossTheWrap() {
        assertThat(Sequence.isNewer(0, 65535)).isTrue();
        assertThat(Sequence.isNewer(65535, 0)).isFalse();
        assertThat(Sequence.isNewer(7, 7)).isFalse();
        assertThat(Sequence.distance(2, 65534)).isEqualTo(4);
        assertThat(Sequence.next(65535)).isZero();
    }

    @Test
    void shouldExtendAnyWalkThatNeverJumpsHalfWayRound() {
        Random random = new Random(1);
        long truth = 70_000;
        long reference = truth;
        for (int i = 0; i < 100_000; i++) {
            truth = Math.max(0x10000, truth + random.nextInt(60_000) - 29_000);
            reference = Sequence.extend((int) (truth & 0xFFFF), reference);
            assertThat(reference).isEqualTo(truth);
        }
    }

    @Test
    void shouldExtendTimestampsAcrossTheWrap() {
        long start = 0xFFFF_FF00L;
        assertThat(Sequence.extendTimestamp(0x10, start)).isEqualTo(0x1_0000_0010L);
        assertThat(Sequence.extendTimestamp(0xFFFF_FFF0L, 0x1_0000_0010L)).isEqualTo(0xFFFF_FFF0L);
    }
}
