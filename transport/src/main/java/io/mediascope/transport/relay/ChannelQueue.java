package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jctools.queues.MpscArrayQueue;

/** The bounded queue of packets from media connections to a loop: any thread offers, one wake-up per batch, the loop drains. */
final class ChannelQueue {
    private static final int DRAIN_LIMIT = 256;

    private final MpscArrayQueue<Entry> queue;
    private final PacketPath packetPath;
    private final Predicate<Runnable> wake;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicLong full = new AtomicLong();
    private final Runnable drain = this::drain;
    private volatile boolean closed;

    private record Entry(MediaRelay relay, String sessionId, MediaType type, ByteBuf packet) {}

    /** {@code wake} runs a task on the loop and answers false when the loop is closed. */
    ChannelQueue(int capacity, PacketPath packetPath, Predicate<Runnable> wake) {
        this.queue = new MpscArrayQueue<>(capacity);
        this.packetPath = packetPath;
        this.wake = wake;
    }

    /** Takes ownership of {@code packet}. */
    void offer(MediaRelay relay, String sessionId, MediaType type, ByteBuf packet) {
        if (closed || !queue.offer(new Entry(relay, sessionId, type, packet))) {
            full.incrementAndGet();
            packet.release();
            return;
        }
        if (closed) {
            close(); // it was closed between the look and the offer, and nobody drains any more
        } else {
            wakeUp();
        }
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
