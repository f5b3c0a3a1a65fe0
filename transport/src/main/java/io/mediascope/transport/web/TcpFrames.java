package io.mediascope.transport.web;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscArrayQueue;

/** The bounded queue of frames from ICE-TCP connections to a loop: any thread offers, one wake-up per batch, the loop drains. */
public final class TcpFrames {
    private static final int DRAIN_LIMIT = 256;

    /** One connection may hold an eighth, so that nobody alone fills it. */
    private static final int SHARES = 8;

    private final WebPeers peers;
    private final WebCounters counters;
    private final MpscArrayQueue<Entry> queue;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final int share;
    private final byte[] packet = new byte[TcpFrameDecoder.MAX_FRAME_BYTES];

    private record Entry(TcpPeerPath path, ByteBuf frame) {}

    TcpFrames(WebPeers peers, int capacity) {
        this.peers = peers;
        this.counters = peers.counters();
        this.queue = new MpscArrayQueue<>(capacity);
        this.share = Math.max(1, capacity / SHARES);
    }

    /** Takes ownership of {@code frame}; false when the queue, or the connection's share of it, is full. */
    boolean offer(TcpPeerPath path, ByteBuf frame) {
        if (path.waiting().incrementAndGet() > share || !queue.offer(new Entry(path, frame))) {
            path.waiting().decrementAndGet();
            counters.increment(WebCounter.TCP_QUEUE_FULL);
            frame.release();
            return false;
        }
        wakeUp();
        return true;
    }

    /** The connection has closed; never lost, unlike its frames. */
    void closed(TcpPeerPath path) {
        peers.loop().execute(() -> {
            PeerConnection owner = path.owner();
            if (owner != null) {
                owner.lost(path);
            }
        });
    }

    private void wakeUp() {
        if (awake.compareAndSet(false, true)) {
            peers.loop().execute(drain);
        }
    }

    private void drain() {
        awake.set(false);
        for (int i = 0; i < DRAIN_LIMIT; i++) {
            Entry entry = queue.poll();
            if (entry == null) {
                return;
            }
            take(entry);
        }
        wakeUp();
    }

    private void take(Entry entry) {
        ByteBuf frame = entry.frame();
        entry.path().waiting().decrementAndGet();
        try {
            int length = frame.readableBytes();
            frame.getBytes(frame.readerIndex(), packet, 0, length);
            counters.increment(WebCounter.TCP_FRAMES_IN);
            peers.frame(entry.path(), packet, length, peers.loop().nowNs());
        } finally {
            frame.release();
        }
    }
}
