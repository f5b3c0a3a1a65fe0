package io.mediascope.bench.measure;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long something took each time, all kept. Safe from any thread. */
public final class Times {
    private long[] valuesUs = new long[1024];
    private int used;

    public synchronized void addSince(long beganNs) {
        addUs(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beganNs));
    }

    private void addUs(long us) {
        if (used == valuesUs.length) {
            valuesUs = Arrays.copyOf(valuesUs, used * 2);
        }
        valuesUs[used++] = us;
    }

    public synchronized int count() {
        return used;
    }

    /** In the order in which they came, microseconds. */
    public synchronized long[] allUs() {
        return Arrays.copyOf(valuesUs, used);
    }

    /** Takes those of another one as well. */
    public synchronized Times with(long[] moreUs) {
        for (long us : moreUs) {
            addUs(us);
        }
        return this;
    }

    /** Milliseconds; 0 when there are none, the longest for {@code q} = 1. */
    public double quantileMs(double q) {
        long[] sorted = allUs();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (q * sorted.length))] / 1e3;
    }
}
