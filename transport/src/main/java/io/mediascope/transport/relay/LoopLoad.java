package io.mediascope.transport.relay;

import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/** How busy a loop is: measured on the loop once a second by its thread's CPU time, read by any thread. */
final class LoopLoad {
    private static final long WINDOW_NS = 1_000_000_000L;

    private final LoopThread thread = new LoopThread();
    private final RelayCounters counters;
    private final AtomicInteger relays = new AtomicInteger();
    private volatile int participants;
    private volatile double busyFraction;
    private volatile long packetsInPerSecond;
    private volatile long packetsOutPerSecond;
    private long windowNs;
    private long cpuNs;
    private long packetsIn;
    private long packetsOut;

    LoopLoad(RelayCounters counters) {
        this.counters = counters;
    }

    void opened() {
        relays.incrementAndGet();
    }

    void closed() {
        relays.decrementAndGet();
    }

    /** On the loop. */
    void start(long nowNs) {
        windowNs = nowNs;
        thread.start();
        cpuNs = thread.cpuNs();
    }

    /** On the loop. */
    void tick(long nowNs, Collection<MediaRelay> open) {
        long elapsedNs = nowNs - windowNs;
        if (elapsedNs < WINDOW_NS) {
            return;
        }
        long cpu = thread.cpuNs();
        long in = counters.get(RelayCounter.DATAGRAMS_IN) + counters.get(RelayCounter.CHANNEL_PACKETS_IN);
        long out = counters.get(RelayCounter.RTP_OUT);
        busyFraction = Math.min(1, (cpu - cpuNs) / (double) elapsedNs);
        packetsInPerSecond = (in - packetsIn) * WINDOW_NS / elapsedNs;
        packetsOutPerSecond = (out - packetsOut) * WINDOW_NS / elapsedNs;
        int count = 0;
        for (MediaRelay relay : open) {
            count += relay.participants().size();
        }
        participants = count;
        windowNs = nowNs;
        cpuNs = cpu;
        packetsIn = in;
        packetsOut = out;
    }

    LoopThread thread() {
        return thread;
    }

    /** To compare loops when a relay is placed. */
    double weight() {
        return busyFraction * 1000 + relays.get() + participants;
    }

    int relays() {
        return relays.get();
    }

    int participants() {
        return participants;
    }

    double busyFraction() {
        return busyFraction;
    }

    long packetsInPerSecond() {
        return packetsInPerSecond;
    }

    long packetsOutPerSecond() {
        return packetsOutPerSecond;
    }
}
