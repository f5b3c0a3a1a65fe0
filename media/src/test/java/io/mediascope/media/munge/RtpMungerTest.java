package io.mediascope.media.munge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RtpMungerTest {
    private static final long MS = 1_000_000;

    private final RtpMunger munger = new RtpMunger(90_000, 0xF000, 5000);

    @Test
    void shouldBeginBelowHalfOfTheNumbers() {
        assertThat(munger.map(65_535, 77, 0)).isEqualTo(0x7000);
        assertThat(munger.timestamp()).isEqualTo(5000);
        assertThat(munger.map(0, 3077, 0)).isEqualTo(0x7001);
        assertThat(munger.timestamp()).isEqualTo(8000);
    }

    @Test
    void shouldKeepGapsAndFillThem() {
        munger.map(10, 0, 0);
        assertThat(munger.map(13, 6000, 0)).isEqualTo(0x7003);
        assertThat(munger.map(11, 3000, 0)).isEqualTo(0x7001);
        assertThat(munger.timestamp()).isEqualTo(8000);
        assertThat(munger.map(11, 3000, 0)).isEqualTo(RtpMunger.DUPLICATE);
        assertThat(munger.map(13, 6000, 0)).isEqualTo(RtpMunger.DUPLICATE);
        assertThat(munger.map(9, 0, 0)).isEqualTo(RtpMunger.TOO_OLD);
    }

    @Test
    void shouldCloseTheGapOfWhatIsLeftOut() {
        munger.map(10, 0, 0);
        munger.leaveOut(12);
        munger.leaveOut(13);
        assertThat(munger.map(14, 0, 0)).isEqualTo(0x7002);
        assertThat(munger.map(11, 0, 0)).isEqualTo(0x7001);
        assertThat(munger.map(12, 0, 0)).isEqualTo(RtpMunger.DUPLICATE);
        assertThat(munger.insert()).isEqualTo(0x7003);
        assertThat(munger.map(15, 0, 0)).isEqualTo(0x7004);
    }

    @Test
    void shouldGoOnByTheTimeThatPassedWhenTheSourceChanges() {
        munger.map(10, 1_000_000, 0);
        munger.map(11, 1_003_000, 33 * MS);
        munger.switchSource();
        assertThat(munger.map(60_000, 4_000_000_000L, 83 * MS)).isEqualTo(0x7002);
        assertThat(munger.timestamp()).isEqualTo(5000 + 3000 + 4500);
        assertThat(munger.map(59_999, 4_000_000_000L, 83 * MS)).isEqualTo(RtpMunger.TOO_OLD);
    }

    @Test
    void shouldMoveOnWhenNoTimePassed() {
        munger.map(10, 1_000_000, 5);
        munger.switchSource();
        munger.map(10, 0, 0);
        assertThat(munger.timestamp()).isEqualTo(5001);
    }

    @Test
    void shouldAlignLayersBySenderReports() {
        SenderClock high = new SenderClock(90_000);
        SenderClock low = new SenderClock(90_000);
        high.senderReport(100L << 32, 0xFFFF_FF00L);
        low.senderReport((100L << 32) + (1L << 31), 500_000);
        munger.map(1, 0xFFFF_FF00L, 0);
        munger.switchSource(high, low);
        munger.map(1, 500_000 + 9000, 700 * MS);
        assertThat(munger.timestamp()).isEqualTo(5000 + 54_000);
        munger.switchSource(low, high);
        munger.map(1, (0xFFFF_FF00L + 63_000) & 0xFFFF_FFFFL, 750 * MS);
        assertThat(munger.timestamp()).isEqualTo(5000 + 63_000);
    }

    @Test
    void shouldNotBelieveSenderReportsThatAreFarOff() {
        SenderClock old = new SenderClock(90_000);
        SenderClock other = new SenderClock(90_000);
        old.senderReport(100L << 32, 0);
        other.senderReport(200L << 32, 0);
        munger.map(1, 0, 0);
        munger.switchSource(old, other);
        munger.map(1, 0, 10 * MS);
        assertThat(munger.timestamp()).isEqualTo(5000 + 900);
    }

    /** Sources that change, losses, reordering, duplicates, packets left out: no number twice, none of them moves back in time. */
    @Test
    void shouldNeverGiveANumberTwice() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            RtpMunger tried = new RtpMunger(90_000, random.nextInt(), random.nextInt());
            Set<Integer> given = new HashSet<>();
            Map<Integer, Integer> sourceOf = new HashMap<>();
            int source = random.nextInt(65536);
            long timestamp = random.nextInt() & 0xFFFF_FFFFL;
            long now = 0;
            for (int i = 0; i < 3000; i++, now += 10 * MS) {
                if (random.nextInt(300) == 0) {
                    tried.switchSource();
                    source = random.nextInt(65536);
                    timestamp = random.nextInt() & 0xFFFF_FFFFL;
                    sourceOf.clear();
                }
                source = (source + 1) & 0xFFFF;
                timestamp = (timestamp + 900) & 0xFFFF_FFFFL;
                int back = random.nextInt(5) == 0 ? random.nextInt(20) : 0;
                int seq = (source - back) & 0xFFFF;
                if (random.nextInt(10) == 0) {
                    tried.leaveOut(seq);
                    continue;
                }
                int out = tried.map(seq, (timestamp - back * 900L) & 0xFFFF_FFFFL, now);
                if (out >= 0) {
                    assertThat(given.add(out))
                            .as("seed %d: %d twice", seed, out)
                            .isTrue();
                    assertThat(sourceOf.put(seq, out)).isNull();
                }
            }
        }
    }

    /** Without loss the outgoing numbers have no gap, whatever is left out and however sources change. */
    @Test
    void shouldHaveNoGapWithoutLoss() {
        Random random = new Random(3);
        int expected = 0x7000;
        int source = 65_000;
        for (int i = 0; i < 50_000; i++, source = (source + 1) & 0xFFFF) {
            if (random.nextInt(1000) == 0) {
                munger.switchSource();
                source = random.nextInt(65536);
            }
            if (random.nextInt(3) == 0) {
                munger.leaveOut(source);
            } else {
                assertThat(munger.map(source, i * 3000L & 0xFFFF_FFFFL, i * 33 * MS))
                        .isEqualTo(expected);
                expected = (expected + 1) & 0xFFFF;
            }
        }
    }
}
