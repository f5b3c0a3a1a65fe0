package io.mediascope.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Aligned columns for a person; a column grows when a text does not fit, and stays so. */
final class TableFormat implements EventFormat {
    private static final int MAX_DETAILS = 160;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final Map<String, Integer> widths = new LinkedHashMap<>();

    TableFormat() {
        widths.put("time", 24);
        widths.put("applicationId", 20);
        widths.put("scopeId", 12);
        widths.put("sequenceNumber", 4);
        widths.put("type", 22);
        widths.put("userId", 10);
    }

    @Override
    public List<String> header() {
        StringBuilder line = new StringBuilder();
        widths.keySet().forEach(name -> cell(line, name, title(name)));
        line.append("DETAILS");
        return List.of(line.toString());
    }

    @Override
    public String line(JsonNode event) {
        StringBuilder line = new StringBuilder();
        widths.keySet().forEach(name -> cell(line, name, shown(event, name)));
        line.append(shortened(printable(EventColumns.details(event))));
        return line.toString().stripTrailing();
    }

    private static String shown(JsonNode event, String name) {
        String text = EventColumns.text(event, name);
        return name.equals("time") && !text.isEmpty() ? MILLIS.format(Instant.parse(text)) : printable(text);
    }

    /** A quality report of many streams fills screens; ndjson and csv have it whole. */
    private static String shortened(String details) {
        return details.length() <= MAX_DETAILS ? details : details.substring(0, MAX_DETAILS) + "...";
    }

    private void cell(StringBuilder line, String name, String text) {
        int width = Math.max(widths.getOrDefault(name, 0), text.length());
        widths.put(name, width);
        boolean number = name.equals("sequenceNumber");
        String padding = " ".repeat(width - text.length());
        line.append(number ? padding + text : text + padding).append("  ");
    }

    private static String title(String name) {
        return switch (name) {
            case "applicationId" -> "APPLICATION";
            case "scopeId" -> "SCOPE";
            case "sequenceNumber" -> "SEQ";
            case "userId" -> "USER";
            default -> name.toUpperCase(java.util.Locale.ROOT);
        };
    }

    /** Ids and labels come from outside: nothing in them may steer a terminal. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
