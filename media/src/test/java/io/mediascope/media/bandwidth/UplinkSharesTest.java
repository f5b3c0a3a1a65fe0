package io.mediascope.media.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.bandwidth.UplinkShares.Demand;
import io.mediascope.media.bandwidth.UplinkShares.Rank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UplinkSharesTest {
    private static final Demand AUDIO = new Demand(Rank.AUDIO, 0, 64_000);
    private static final Demand LOW = new Demand(Rank.BASE_LAYER, 30_000, 100_000);
    private static final Demand HIGH = new Demand(Rank.UPPER_LAYER, 200_000, 1_000_000);

    @Test
    void shouldServeAudioThenTheLowerLayersThenTheUpperOnes() {
        List<Demand> demands = List.of(HIGH, LOW, AUDIO);
        assertThat(UplinkShares.divide(2_000_000, demands)).containsExactly(1_000_000, 100_000, 64_000);
        assertThat(UplinkShares.divide(500_000, demands)).containsExactly(336_000, 100_000, 64_000);
        assertThat(UplinkShares.divide(300_000, demands)).containsExactly(0, 100_000, 64_000);
        assertThat(UplinkShares.divide(110_000, demands)).containsExactly(0, 46_000, 64_000);
        assertThat(UplinkShares.divide(80_000, demands)).containsExactly(0, 0, 64_000);
        assertThat(UplinkShares.divide(40_000, demands)).containsExactly(0, 0, 40_000);
    }

    @Test
    void shouldGiveEqualPartsAndWhatOneLeavesToTheOthers() {
        Demand screen = new Demand(Rank.BASE_LAYER, 30_000, Long.MAX_VALUE);
        assertThat(UplinkShares.divide(1_000_000, List.of(screen, screen))).containsExactly(500_000, 500_000);
        assertThat(UplinkShares.divide(1_000_000, List.of(screen, LOW))).containsExactly(900_000, 100_000);
    }

    @Test
    void shouldRatherSendOneThanNone() {
        assertThat(UplinkShares.divide(250_000, List.of(HIGH, HIGH))).containsExactly(200_000, 0);
    }

    @Test
    void shouldNeverGiveMoreThanThereIsOrThanIsAsked() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            List<Demand> demands = new ArrayList<>();
            for (int k = random.nextInt(6); k >= 0; k--) {
                long least = random.nextInt(200_000);
                demands.add(new Demand(Rank.values()[random.nextInt(3)], least, least + random.nextInt(2_000_000)));
            }
            long total = random.nextInt(3_000_000);
            long[] shares = UplinkShares.divide(total, demands);
            assertThat(Arrays.stream(shares).sum()).isLessThanOrEqualTo(total);
            for (int k = 0; k < shares.length; k++) {
                assertThat(shares[k]).isLessThanOrEqualTo(demands.get(k).mostBps());
                assertThat(shares[k] == 0 || shares[k] >= demands.get(k).leastBps())
                        .isTrue();
            }
        }
    }
}
