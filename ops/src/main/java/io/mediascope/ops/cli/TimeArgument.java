package io.mediascope.ops.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time and durations as a person writes them. */
final class TimeArgument {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhd])");

    private TimeArgument() {}

    /**
     * {@code 2026-01-31T12:00:00Z}, with another offset, without one (the machine's zone), a date alone, milliseconds since
     * 1970, or a duration: so long before {@code now}.
     */
    static Instant instant(String text, Instant now, ZoneId zone) {
        if (text.equals("now")) {
            return now;
        }
        if (text.matches("\\d{11,16}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        if (text.matches("(\\d+(ms|[smhd]))+")) {
            return now.minus(duration(text));
        }
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            boolean offset = text.matches(".*(Z|[+-]\\d{2}:?\\d{0,2})$") && text.indexOf('T') > 0;
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no time: 2026-01-31T12:00:00Z, 2026-01-31, milliseconds since 1970 or 10m (so long ago) are");
        }
    }

    /** {@code 1h}, {@code 90s}, {@code 1h30m}, {@code 2d}. */
    static Duration duration(String text) {
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.plus(unit(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("'" + text + "' is no duration: 30s, 15m, 1h, 1h30m or 2d are");
        }
        return sum;
    }

    private static Duration unit(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
