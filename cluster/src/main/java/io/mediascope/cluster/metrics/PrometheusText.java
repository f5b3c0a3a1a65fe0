package io.mediascope.cluster.metrics;

import io.mediascope.transport.counters.Counted;
import io.mediascope.transport.counters.Metric;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Writes metrics in Prometheus text format 0.0.4. */
public final class PrometheusText {
    private final StringBuilder text = new StringBuilder(16_384);

    /** All counters of one enum; {@code _total} is added to the names of those that only rise. */
    public <C extends Counted> PrometheusText counted(C[] counters, ToLongFunction<C> values) {
        for (C counter : counters) {
            Metric metric = counter.metric();
            String value = Long.toString(values.applyAsLong(counter));
            if (metric.gauge()) {
                metric(metric.shownName(), metric.help(), "gauge", value);
            } else {
                metric(metric.shownName() + "_total", metric.help(), "counter", value);
            }
        }
        return this;
    }

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
