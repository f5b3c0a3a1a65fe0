package io.mediascope.cluster.metrics;

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

    /** A metric's name with its unit behind it, once. */
    public static String withUnit(String name, String unit) {
        String suffix = "_" + unit.replace(' ', '_');
        return name.endsWith(suffix) || unit.isEmpty() ? name : name + suffix;
    }

    private PrometheusText metric(String name, String help, String type, String value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append(name).append(' ').append(value).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
