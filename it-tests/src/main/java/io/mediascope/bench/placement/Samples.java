package io.mediascope.bench.placement;

import java.util.Arrays;

/** Numbers, kept all. */
final class Samples {
    private double[] values = new double[1024];
    private int used;

    void add(double value) {
        if (used == values.length) {
            values = Arrays.copyOf(values, used * 2);
        }
        values[used++] = value;
    }

    /** 0 when there are none. */
    double mean() {
        return Arrays.stream(values, 0, used).average().orElse(0);
    }

    /** 0 when there are none. */
    double quantile(double q) {
        double[] sorted = Arrays.copyOf(values, used);
        Arrays.sort(sorted);
        return used == 0 ? 0 : sorted[(int) Math.min(used - 1, Math.floor(q * used))];
    }
}
