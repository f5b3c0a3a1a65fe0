package io.mediascope.media.codec;

import io.mediascope.media.stats.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * RTP payloads to VP8 frames (RFC 7741 section 4.5). Puts packets in order, gives out complete frames only, begins with a key frame,
 * and after a loss that was not repaired in time waits for the next one and asks for it. Bounded; never throws on what it is given.
 * One thread.
 */
public final class Vp8Depacketizer {
    private static final int CAPACITY = 2048;
    private static final int MAX_BUFFERED_BYTES = 4 << 20;
    private static final int MAX_PAYLOAD = 1 << 16;
    private static final long START_PATIENCE_NS = 30_000_000;
    private static final long ASK_INTERVAL_NS = 500_000_000;

    private final @Nullable Vp8Packet[] packets = new Vp8Packet[CAPACITY];
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final Listener listener;
    private final long maxWaitNs;
    private boolean started;
    private long next;
    private long highest;
    private long timestamp;
    private int bufferedBytes;
    private boolean waitingForKey = true;
    private boolean stalled;
    private long stalledSinceNs;
    private boolean asked;
    private long askedAtNs;
    private long late;
    private long malformed;
    private long losses;

    /** Takes the frames in order. */
    public interface Listener {
        /**
         * @param frame complete; nobody writes to it any more
         * @param rtpTimestamp 90 kHz, counted on over the wrap at 2^32
         */
        void frame(byte[] frame, long rtpTimestamp, boolean keyFrame);

        /** Nothing can be decoded before a key frame; said again every 500 ms until one comes. */
        void keyFrameNeeded();
    }

    public Vp8Depacketizer(Listener listener) {
        this(listener, 300_000_000);
    }

    /** @param maxWaitNs how long a missing packet may hold up those behind it (retransmission comes in that time) */
    public Vp8Depacketizer(Listener listener, long maxWaitNs) {
        this.listener = listener;
        this.maxWaitNs = maxWaitNs;
    }

    /** An RTP payload has arrived; false when it was malformed, a duplicate or too late (counted). */
    public boolean packet(
            int sequenceNumber, long rtpTimestamp, boolean marker, byte[] buf, int off, int len, long nowNs) {
        if (len > MAX_PAYLOAD || !descriptor.parse(buf, off, len)) {
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
        if (seq < next && waitingForKey && losses == 0 && seq > highest - CAPACITY) {
            next = seq;
        }
        if (seq < next || (seq - next < CAPACITY && packets[slot(seq)] != null)) {
            late++;
            return false;
        }
        makeRoom(seq, len);
        timestamp = Sequence.extendTimestamp(rtpTimestamp, timestamp);
        store(seq, new Vp8Packet(descriptor, timestamp, marker, buf, off, len));
        drain(nowNs);
        return true;
    }

    /** Time passes: what has waited long enough is given up. */
    public void tick(long nowNs) {
        if (started) {
            drain(nowNs);
        }
    }

    /** The sender begins anew: what is buffered is dropped, the next packet sets the sequence, a key frame is waited for. */
    public void reset() {
        while (started && next <= highest) {
            drop();
        }
        started = false;
        stalled = false;
        waitingForKey = true;
        asked = false;
        losses = 0;
    }

    /** Whether nothing can be given out before a key frame. */
    public boolean waitingForKeyFrame() {
        return waitingForKey;
    }

    /** Duplicates and packets that came after they were given up. */
    public long late() {
        return late;
    }

    public long malformed() {
        return malformed;
    }

    /** How often frames were lost for good. */
    public long losses() {
        return losses;
    }

    private void makeRoom(long seq, int len) {
        if (seq - next >= CAPACITY || bufferedBytes + len > MAX_BUFFERED_BYTES) {
            lose();
            while (next <= highest && (seq - next >= CAPACITY || bufferedBytes + len > MAX_BUFFERED_BYTES)) {
                drop();
            }
            next = Math.max(next, seq - CAPACITY + 1);
            highest = Math.max(highest, next - 1);
        }
    }

    private void store(long seq, Vp8Packet packet) {
        packets[slot(seq)] = packet;
        bufferedBytes += packet.length();
        highest = Math.max(highest, seq);
    }

    private void drain(long nowNs) {
        if (!waitingForKey) {
            giveFrames();
        }
        if (waitingForKey && skipToKeyFrame()) {
            giveFrames();
        }
        if (next > highest) {
            stalled = false;
            return;
        }
        if (!stalled) {
            stalled = true;
            stalledSinceNs = nowNs;
        }
        long waitedNs = nowNs - stalledSinceNs;
        if (waitedNs >= maxWaitNs) {
            giveUp(nowNs);
        } else if (waitingForKey && waitedNs >= START_PATIENCE_NS && !keyFrameBegun()) {
            ask(nowNs);
        }
    }

    /** What is at the front never becomes whole: everything up to the next key frame is lost. */
    private void giveUp(long nowNs) {
        lose();
        drop();
        stalled = false;
        if (skipToKeyFrame()) {
            giveFrames();
        }
        if (waitingForKey) {
            dropToKeyFrameStart();
            ask(nowNs);
        }
        if (next <= highest) {
            stalled = true;
            stalledSinceNs = nowNs;
        }
    }

    private void lose() {
        waitingForKey = true;
        losses++;
    }

    private void ask(long nowNs) {
        if (!asked || nowNs - askedAtNs >= ASK_INTERVAL_NS) {
            asked = true;
            askedAtNs = nowNs;
            listener.keyFrameNeeded();
        }
    }

    private void giveFrames() {
        long end = frameEnd(next);
        while (end >= 0) {
            give(end);
            end = frameEnd(next);
        }
        Vp8Packet front = packets[slot(next)];
        if (next <= highest && front != null && !front.frameStart()) {
            lose();
        }
    }

    /** Moves to the first complete key frame; false when there is none. */
    private boolean skipToKeyFrame() {
        for (long seq = next; seq <= highest; seq++) {
            Vp8Packet packet = packets[slot(seq)];
            if (packet != null && packet.keyFrameStart() && frameEnd(seq) >= 0) {
                while (next < seq) {
                    drop();
                }
                waitingForKey = false;
                asked = false;
                return true;
            }
        }
        return false;
    }

    private boolean keyFrameBegun() {
        for (long seq = next; seq <= highest; seq++) {
            Vp8Packet packet = packets[slot(seq)];
            if (packet != null && packet.keyFrameStart()) {
                return true;
            }
        }
        return false;
    }

    private void dropToKeyFrameStart() {
        while (next <= highest) {
            Vp8Packet packet = packets[slot(next)];
            if (packet != null && packet.keyFrameStart()) {
                return;
            }
            drop();
        }
    }

    /** The last packet of the frame that begins at {@code seq}, or -1 while it is not whole. */
    private long frameEnd(long seq) {
        Vp8Packet first = packets[slot(seq)];
        if (seq > highest || first == null || !first.frameStart()) {
            return -1;
        }
        for (long at = seq; at <= highest; at++) {
            Vp8Packet packet = packets[slot(at)];
            if (packet == null || packet.timestamp() != first.timestamp() || (at > seq && packet.frameStart())) {
                return packet == null ? -1 : at - 1;
            }
            if (packet.marker()) {
                return at;
            }
        }
        return -1;
    }

    private void give(long end) {
        int length = 0;
        for (long seq = next; seq <= end; seq++) {
            Vp8Packet packet = packets[slot(seq)];
            length += packet == null ? 0 : packet.length();
        }
        byte[] frame = new byte[length];
        int at = 0;
        Vp8Packet first = packets[slot(next)];
        while (next <= end) {
            Vp8Packet packet = packets[slot(next)];
            at += packet == null ? 0 : packet.copyTo(frame, at);
            drop();
        }
        stalled = false;
        if (first != null) {
            listener.frame(frame, first.timestamp(), first.keyFrameStart());
        }
    }

    private void drop() {
        Vp8Packet packet = packets[slot(next)];
        bufferedBytes -= packet == null ? 0 : packet.length();
        packets[slot(next)] = null;
        next++;
    }

    private static int slot(long seq) {
        return (int) seq & (CAPACITY - 1);
    }
}
