package io.mediascope.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutageTableTest {
    @Test
    void shouldTakeTheSmallestValueThatAShareDoesNotExceed() {
        assertThat(OutageTable.spread(lasting(LongStream.rangeClosed(1, 200)), Outage::mediaMs))
                .isEqualTo("100 / 198 / 200");
        assertThat(OutageTable.spread(lasting(LongStream.of(7)), Outage::mediaMs))
                .isEqualTo("7 / 7 / 7");
    }

    @Test
    void shouldLeaveOutWhatWasNotNoticed() {
        assertThat(OutageTable.spread(lasting(LongStream.of(-1, 3, -1)), Outage::mediaMs))
                .isEqualTo("3 / 3 / 3");
        assertThat(OutageTable.spread(lasting(LongStream.of(-1)), Outage::mediaMs))
                .isEqualTo("-");
    }

    private static List<Outage> lasting(LongStream values) {
        return values.mapToObj(ms -> new Outage(0, 0, 0, ms, 0, 0)).toList();
    }
}
