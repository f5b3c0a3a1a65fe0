package io.mediascope.transport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void shouldShowTheUnitOnce() {
        assertThat(Metric.sum("mediascope_relay_in", "bytes", "").shownName()).isEqualTo("mediascope_relay_in_bytes");
        assertThat(Metric.sum("mediascope_door_opened_links", "links", "").shownName())
                .isEqualTo("mediascope_door_opened_links");
        assertThat(Metric.gauge("mediascope_door_half_open", "connections", "").shownName())
                .isEqualTo("mediascope_door_half_open");
    }
}
