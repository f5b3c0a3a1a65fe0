package io.mediascope.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketIndexTest {
    @Test
    void shouldBeginAtRolloverCounterZero() {
        assertThat(PacketIndex.estimate(PacketIndex.NONE, 65_535)).isEqualTo(65_535);
    }

    @Test
    void shouldBeNegativeBeforeRolloverCounterZero() {
        assertThat(PacketIndex.estimate(3, 65_534)).isNegative();
        assertThat(PacketIndex.roc(PacketIndex.estimate(3, 65_534))).isZero();
    }

    @Test
    void shouldCountUnsigned() {
        assertThat(PacketIndex.of(0xFFFF_FFFF, 0xFFFF)).isEqualTo(PacketIndex.MAX);
        assertThat(PacketIndex.roc(PacketIndex.MAX)).isEqualTo(0xFFFF_FFFF);
        assertThat(PacketIndex.estimate(PacketIndex.MAX, 0)).isGreaterThan(PacketIndex.MAX);
    }

    @Test
    void shouldFindTheIndexWithinHalfTheSequenceSpace() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            long highest = 0x1_0000 + (random.nextLong() & 0xFFFF_FFFF_FFFFL) / 2;
            long actual = highest + random.nextInt(0x1_0000 - 1) - 0x7FFF;
            assertThat(PacketIndex.estimate(highest, (int) (actual & 0xFFFF))).isEqualTo(actual);
        }
    }
}
