package io.mediascope.load.light;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Delay of packets by their RTP sequence number, which the relay leaves alone: the sender notes when each left, receivers ask
 * when it arrives. A histogram of microseconds. Any thread.
 */
public final class Delays {
    private static final int NUMBERS = 1 << 16;
    private static final int MAX_US = 200_000;

    private final AtomicLongArray sentNs = new AtomicLongArray(NUMBERS);
    private final AtomicIntegerArray histogram = new AtomicIntegerArray(MAX_US + 1);

    /** To be called before the packet is sent. */
    void sent(int sequenceNumber, long nowNs) {
        sentNs.setRelease(sequenceNumber & (NUMBERS - 1), nowNs);
    }

    void arrived(int sequenceNumber, long nowNs) {
        long us = Math.max(0, nowNs - sentNs.getAcquire(sequenceNumber & (NUMBERS - 1))) / 1000;
        histogram.incrementAndGet((int) Math.min(us, MAX_US));
    }

    /** Forgets what was measured. */
    public void reset() {
        for (int i = 0; i <= MAX_US; i++) {
            histogram.setPlain(i, 0);
        }
    }

    /** The given share (0 to 1) of packets arrived within this many microseconds; 0 when none did, at most 200,000. */
    public long us(double share) {
        long count = 0;
        for (int i = 0; i <= MAX_US; i++) {
            count += histogram.get(i);
        }
        long seen = 0;
        for (int us = 0; us <= MAX_US && count > 0; us++) {
            seen += histogram.get(us);
            if (seen >= share * count) {
                return us;
            }
        }
        return 0;
    }
}
