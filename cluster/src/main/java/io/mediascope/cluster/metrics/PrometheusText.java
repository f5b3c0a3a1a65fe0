package io.mediascope.cluster.metrics;

import java.util.Map;

/** Writes metrics in Prometheus text format 0.0.4. */
public final class PrometheusText {
    private final StringBuilder text = new StringBuilder(16_384);

    /** A sum that only rises; {@code _total} is added to the name. */
    public PrometheusText counter(String name, String help, long value) {
        return metric(name + "_total", help, "counter", Long.toString(value));
    }

    /** A sum of fractions that only rises; {@code _total} is added to the name. */
    public PrometheusText counter(String name, String help, double value) {
        return metric(name + "_total", help, "counter", shown(value));
    }

    /** A value that rises and falls. */
    public PrometheusText gauge(String name, String help, double value) {
        return metric(name, help, "gauge", shown(value));
    }

    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The same thing counted under several values of one label; the values must be bounded. */
    public PrometheusText counters(String name, String help, String label, Map<String, Long> values) {
        head(name + "_total", help, "counter");
        values.forEach((of, value) -> text.append(name)
                .append("_total{")
                .append(label)
                .append("=\"")
                .append(of)
                .append("\"} ")
                .append(value)
                .append('\n'));
        return this;
    }

    /** A metric's name with its unit behind it, once. */
    public static String withUnit(String name, String unit) {
        String suffix = "_" + unit.replace(' ', '_');
        return name.endsWith(suffix) || unit.isEmpty() ? name : name + suffix;
    }

    private PrometheusText metric(String name, String help, String type, String value) {
        head(name, help, type);
        text.append(name).append(' ').append(value).append('\n');
        return this;
    }

    private void head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
