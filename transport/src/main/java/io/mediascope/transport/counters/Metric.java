package io.mediascope.transport.counters;

/**
 * How metrics show a value.
 *
 * @param name with {@code mediascope_} and the subsystem in front, with or without its unit
 * @param unit of what is counted; the last part of the shown name unless it is there already
 * @param help one phrase for people
 * @param gauge true for a value that also falls; its name is shown as it is
 */
public record Metric(String name, String unit, String help, boolean gauge) {
    /** A sum that only rises. */
    public static Metric sum(String name, String unit, String help) {
        return new Metric(name, unit, help, false);
    }

    /** A value that also falls. */
    public static Metric gauge(String name, String unit, String help) {
        return new Metric(name, unit, help, true);
    }

    /** The name with the unit of a sum behind it, once. */
    public String shownName() {
        String suffix = "_" + unit;
        return gauge || name.endsWith(suffix) ? name : name + suffix;
    }
}
