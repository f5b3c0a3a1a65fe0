package io.mediascope.media.stats;

/**
 * How the one-way queuing delay of a path moves. The clocks of both ends differ by an unknown offset, so only differences count:
 * the delay above the least one seen lately, and its slope over the last groups of packets. Packets sent within 5 ms are one group,
 * and its first packet speaks for it (a burst queues behind itself). One thread, no allocation.
 */
public final class DelayGradient {
    private static final long GROUP_NS = 5_000_000;
    private static final int WINDOW = 20;
    private static final long WINDOW_NS = 2_000_000_000L;
    private static final long BASE_SPAN_NS = 5_000_000_000L;
    private static final double SMOOTHING = 0.3;

    private final double[] delays = new double[WINDOW];
    private final long[] arrivals = new long[WINDOW];
    private int size;
    private int head;
    private boolean started;
    private long groupSentNs;
    private double smoothed;
    private long baseSpanEndNs;
    private long baseCurrent;
    private long basePrevious;
    private long lastExtended;

    /** A packet by the sender's clock and the receiver's clock, in nanoseconds; any offset between the two. */
    public void add(long sentNs, long arrivalNs) {
        if (started && sentNs - groupSentNs < GROUP_NS) {
            return;
        }
        long delay = arrivalNs - sentNs;
        if (!started) {
            smoothed = delay;
            baseCurrent = delay;
            basePrevious = delay;
            baseSpanEndNs = arrivalNs + BASE_SPAN_NS;
        }
        started = true;
        groupSentNs = sentNs;
        updateBase(delay, arrivalNs);
        smoothed += SMOOTHING * (delay - smoothed);
        arrivals[head] = arrivalNs;
        delays[head] = smoothed;
        head = (head + 1) % WINDOW;
        size = Math.min(WINDOW, size + 1);
    }

    /** A packet whose time of sending is only known from its RTP timestamp. */
    public void addRtp(long rtpTimestamp, int clockRate, long arrivalNs) {
        lastExtended = started ? Sequence.extendTimestamp(rtpTimestamp, lastExtended) : rtpTimestamp;
        long seconds = lastExtended / clockRate;
        add(seconds * 1_000_000_000L + lastExtended % clockRate * 1_000_000_000L / clockRate, arrivalNs);
    }

    /** Nanoseconds of delay gained per nanosecond: above 0 the queue grows. 0 until there is enough to say so. */
    public double gradient() {
        if (size < WINDOW / 2) {
            return 0;
        }
        long newest = arrivals[(head + WINDOW - 1) % WINDOW];
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        int n = 0;
        for (int i = 0; i < size; i++) {
            double x = arrivals[i] - newest;
            if (x < -WINDOW_NS) {
                continue;
            }
            double y = delays[i] - smoothed;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
            n++;
        }
        double divisor = n * sumXx - sumX * sumX;
        return n < WINDOW / 2 || divisor == 0 ? 0 : (n * sumXy - sumX * sumY) / divisor;
    }

    /** The smoothed delay above the least of the last five to ten seconds. */
    public long queuingDelayNs() {
        return started ? Math.max(0, (long) smoothed - Math.min(baseCurrent, basePrevious)) : 0;
    }

    /** Forgets everything: another path, another clock. */
    public void reset() {
        started = false;
        size = 0;
        head = 0;
    }

    private void updateBase(long delay, long arrivalNs) {
        if (arrivalNs - baseSpanEndNs >= 0) {
            basePrevious = baseCurrent;
            baseCurrent = delay;
            baseSpanEndNs = arrivalNs + BASE_SPAN_NS;
        }
        baseCurrent = Math.min(baseCurrent, delay);
    }
}
