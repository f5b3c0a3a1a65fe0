package io.mediascope.media.codec;

import io.mediascope.media.stats.Sequence;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RTP payloads to Opus packets (RFC 7587), in order. A missing packet is waited for a little and then passed over. Bounded; never
 * throws on what it is given. One thread.
 */
public final class OpusDepacketizer {
    private static final int CAPACITY = 64;
    private static final int MAX_PACKET_BYTES = 8192;

    private final @Nullable Waiting[] waiting = new Waiting[CAPACITY];
    private final Listener listener;
    private final long maxWaitNs;
    private boolean started;
    private long next;
    private long highest;
    private long timestamp;
    private boolean stalled;
    private long stalledSinceNs;
    private long late;
    private long malformed;

    /** A packet that waits for its turn. */
    private record Waiting(byte[] packet, long timestamp) {}

    /** Takes the packets in order. */
    public interface Listener {
        /** @param rtpTimestamp 48 kHz, counted on over the wrap at 2^32 */
        void frame(byte[] packet, long rtpTimestamp);

        /** So many packets before the next one did not come. */
        default void lost(int packets) {}
    }

    public OpusDepacketizer(Listener listener) {
        this(listener, 60_000_000);
    }

    /** @param maxWaitNs how long a missing packet may hold up those behind it */
    public OpusDepacketizer(Listener listener, long maxWaitNs) {
        this.listener = listener;
        this.maxWaitNs = maxWaitNs;
    }

    /** An RTP payload has arrived; false when it was malformed, a duplicate or too late (counted). */
    public boolean packet(int sequenceNumber, long rtpTimestamp, byte[] buf, int off, int len, long nowNs) {
        if (len > MAX_PACKET_BYTES || OpusPacket.samples(buf, off, len) < 0) {
            malformed++;
            return false;
        }
        if (!started) {
            started = true;
            next = sequenceNumber + 0x10000L;
            highest = next - 1;
            timestamp = rtpTimestamp;
        }
        long seq = Sequence.extend(sequenceNumber, highest);
        if (seq < next || (seq - next < CAPACITY && waiting[slot(seq)] != null)) {
            late++;
            return false;
        }
        makeRoom(seq);
        timestamp = Sequence.extendTimestamp(rtpTimestamp, timestamp);
        waiting[slot(seq)] = new Waiting(Arrays.copyOfRange(buf, off, off + len), timestamp);
        highest = Math.max(highest, seq);
        drain(nowNs);
        return true;
    }

    /** Time passes: what has waited long enough is passed over. */
    public void tick(long nowNs) {
        if (started) {
            drain(nowNs);
        }
    }

    /** The sender begins anew: gives out what is there, the next packet sets the sequence. */
    public void reset() {
        while (started && next <= highest) {
            skipGap();
            drainReady();
        }
        started = false;
        stalled = false;
    }

    /** Duplicates and packets that came after they were passed over. */
    public long late() {
        return late;
    }

    public long malformed() {
        return malformed;
    }

    private void makeRoom(long seq) {
        while (seq - next >= CAPACITY && next <= highest) {
            skipGap();
            drainReady();
        }
        if (seq - next >= CAPACITY) {
            listener.lost((int) Math.min(Integer.MAX_VALUE, seq - next));
            next = seq;
        }
    }

    private void drain(long nowNs) {
        drainReady();
        if (next > highest) {
            stalled = false;
        } else if (!stalled) {
            stalled = true;
            stalledSinceNs = nowNs;
        } else if (nowNs - stalledSinceNs >= maxWaitNs) {
            stalled = false;
            skipGap();
            drain(nowNs);
        }
    }

    private void drainReady() {
        Waiting ready = waiting[slot(next)];
        while (ready != null) {
            waiting[slot(next++)] = null;
            stalled = false;
            listener.frame(ready.packet(), ready.timestamp());
            ready = waiting[slot(next)];
        }
    }

    private void skipGap() {
        int skipped = 0;
        while (next <= highest && waiting[slot(next)] == null) {
            next++;
            skipped++;
        }
        if (skipped > 0) {
            listener.lost(skipped);
        }
    }

    private static int slot(long seq) {
        return (int) seq & (CAPACITY - 1);
    }
}
