package io.mediascope.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimeArgumentTest {
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.ofHours(2);

    @Test
    void shouldReadTimes() {
        assertThat(instant("2026-01-31T12:00:00Z")).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(instant("2026-01-31T12:00:00.5+01:00")).isEqualTo(Instant.parse("2026-01-31T11:00:00.5Z"));
        assertThat(instant("2026-01-31T12:00:00")).isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
        assertThat(instant("2026-01-31")).isEqualTo(Instant.parse("2026-01-30T22:00:00Z"));
        assertThat(instant("1769860800000")).isEqualTo(Instant.ofEpochMilli(1769860800000L));
        assertThat(instant("10m")).isEqualTo(NOW.minusSeconds(600));
        assertThat(instant("now")).isEqualTo(NOW);
    }

    @Test
    void shouldReadDurations() {
        assertThat(TimeArgument.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(TimeArgument.duration("2d")).isEqualTo(Duration.ofDays(2));
        assertThat(TimeArgument.duration("250ms")).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void shouldSayWhatWouldBeRight() {
        assertThatThrownBy(() -> instant("yesterday"))
                .hasMessageContaining("yesterday")
                .hasMessageContaining("10m");
        assertThatThrownBy(() -> TimeArgument.duration("1 hour")).hasMessageContaining("1h30m");
        assertThatThrownBy(() -> TimeArgument.duration("")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Instant instant(String text) {
        return TimeArgument.instant(text, NOW, ZONE);
    }
}
