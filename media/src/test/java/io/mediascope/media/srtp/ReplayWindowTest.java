package io.mediascope.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    @Test
    void shouldKnowItsLowerEdge() {
        ReplayWindow window = new ReplayWindow();
        long highest = 100_000;
        window.mark(highest);
        assertThat(window.check(highest)).isEqualTo(SrtpError.REPLAYED);
        assertThat(window.check(highest - ReplayWindow.SIZE + 1)).isZero();
        assertThat(window.check(highest - ReplayWindow.SIZE)).isEqualTo(SrtpError.TOO_OLD);
        assertThat(window.check(highest + 1)).isZero();
    }

    @Test
    void shouldRememberAtLeast1024Packets() {
        ReplayWindow window = new ReplayWindow();
        for (int i = 0; i < 1024; i++) {
            window.mark(i);
        }
        for (int i = 0; i < 1024; i++) {
            assertThat(window.check(i)).isEqualTo(SrtpError.REPLAYED);
        }
    }

    @Test
    void shouldKeepWhatWasSeenWhenItAdvances() {
        ReplayWindow window = new ReplayWindow();
        window.mark(10);
        window.advanceTo(500);
        assertThat(window.check(10)).isEqualTo(SrtpError.REPLAYED);
        assertThat(window.check(500)).isZero();
        window.advanceTo(100);
        assertThat(window.highest()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithASetOfAllIndices(long seed) {
        Random random = new Random(seed);
        ReplayWindow window = new ReplayWindow();
        Set<Long> seen = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 20_000; i++) {
            int spread = random.nextInt(50) == 0 ? 3 * ReplayWindow.SIZE : 1 + random.nextInt(64);
            long index = Math.max(0, highest + random.nextInt(2 * spread + 1) - spread);
            int expected = index > highest
                    ? 0
                    : highest - index >= ReplayWindow.SIZE
                            ? SrtpError.TOO_OLD
                            : seen.contains(index) ? SrtpError.REPLAYED : 0;
            assertThat(window.check(index)).isEqualTo(expected);
            if (expected == 0) {
                highest = Math.max(highest, index);
                if (random.nextInt(10) == 0) {
                    window.advanceTo(index);
                } else {
                    window.mark(index);
                    seen.add(index);
                }
            }
        }
    }
}
