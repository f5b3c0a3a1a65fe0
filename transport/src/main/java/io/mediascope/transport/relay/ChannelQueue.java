package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jctools.queues.MpscArrayQueue;

/**
 * The bounded queue of packets from media connections to a loop: any thread offers, one wake-up per batch, the loop drains. One
 * session may hold an eighth of it, so that nobody alone fills it.
 */
final class ChannelQueue {
    private static final int DRAIN_LIMIT = 256;
    private static final int SHARES = 8;

    /** Sessions are told apart by their hash; two that meet in a slot share one share. A power of two. */
    private static final int SLOTS = 4096;

    private final MpscArrayQueue<Entry> queue;
    private final PacketPath packetPath;
    private final Predicate<Runnable> wake;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicLong full = new AtomicLong();
    private final AtomicLong overShare = new AtomicLong();
    private final AtomicIntegerArray waiting = new AtomicIntegerArray(SLOTS);
    private final int share;
    private final Runnable drain = this::drain;
    private volatile boolean closed;

    private record Entry(MediaRelay relay, String sessionId, MediaType type, ByteBuf packet, int slot) {}

    /** {@code wake} runs a task on the loop and answers false when the loop is closed. */
    ChannelQueue(int capacity, PacketPath packetPath, Predicate<Runnable> wake) {
        this.queue = new MpscArrayQueue<>(capacity);
        this.share = Math.max(1, capacity / SHARES);
        this.packetPath = packetPath;
        this.wake = wake;
    }

    /** Takes ownership of {@code packet}. */
    void offer(MediaRelay relay, String sessionId, MediaType type, ByteBuf packet) {
        int slot = slot(relay, sessionId);
        if (waiting.incrementAndGet(slot) > share) {
            refuse(packet, slot, overShare);
            return;
        }
        if (closed || !queue.offer(new Entry(relay, sessionId, type, packet, slot))) {
            refuse(packet, slot, full);
            return;
        }
        if (closed) {
            close(); // it was closed between the look and the offer, and nobody drains any more
        } else {
            wakeUp();
        }
    }

    private void refuse(ByteBuf packet, int slot, AtomicLong why) {
        waiting.decrementAndGet(slot);
        why.incrementAndGet();
        packet.release();
    }

    private static int slot(MediaRelay relay, String sessionId) {
        int hash = 31 * System.identityHashCode(relay) + sessionId.hashCode();
        return (hash ^ hash >>> 16) & (SLOTS - 1);
    }

    private void wakeUp() {
        if (awake.compareAndSet(false, true) && !wake.test(drain)) {
            close();
        }
    }

    /** Packets that found the queue full. */
    long full() {
        return full.get();
    }

    /** Packets of sessions that held their share of the queue already. */
    long overShare() {
        return overShare.get();
    }

    private void drain() {
        awake.set(false);
        for (int i = 0; i < DRAIN_LIMIT; i++) {
            Entry entry = queue.poll();
            if (entry == null) {
                packetPath.batchEnd();
                return;
            }
            take(entry);
        }
        packetPath.batchEnd();
        wakeUp();
    }

    private void take(Entry entry) {
        waiting.decrementAndGet(entry.slot());
        try {
            Participant participant = entry.relay().participant(entry.sessionId());
            if (participant == null) {
                packetPath.counters().increment(RelayCounter.UNKNOWN_SESSION);
            } else {
                packetPath.overChannel(participant, entry.type(), entry.packet());
            }
        } finally {
            entry.packet().release();
        }
    }

    /** Releases what is left; to be called when the loop runs no more. */
    synchronized void close() {
        closed = true;
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            entry.packet().release();
        }
    }
}
