package io.mediascope.transport.web;

import io.mediascope.transport.door.FrontDoor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * An ICE-TCP connection as its peer's loop sees it (RFC 6544): a bounded queue towards the connection's own loop, which writes
 * only while the socket takes it.
 */
final class TcpPeerPath implements PeerPath {
    private static final int QUEUED_RUNS = 512;

    private static final long LINGER_MS = 500;

    private final Channel channel;
    private final InetSocketAddress remote;
    private final int pendingBytes;
    private final WebCounters counters;
    private final MpscArrayQueue<ByteBuf> queue = new MpscArrayQueue<>(QUEUED_RUNS);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable drain = this::scheduledDrain;
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean behind;
    private volatile boolean closed;
    private @Nullable PeerConnection owner;

    /** @param pendingBytes what may wait here; more than a quarter of it is behind */
    TcpPeerPath(Channel channel, InetSocketAddress remote, int pendingBytes, WebCounters counters) {
        this.channel = channel;
        this.remote = remote;
        this.pendingBytes = pendingBytes;
        this.counters = counters;
    }

    /** The peer that an authenticated Binding named; null before. On the peer's loop. */
    @Nullable
    PeerConnection owner() {
        return owner;
    }

    /** Received frames on their way to the peer's loop. */
    AtomicInteger waiting() {
        return waiting;
    }

    /** A connection is one peer's for good; false for another one. */
    boolean claim(PeerConnection connection) {
        if (owner == null) {
            owner = connection;
            FrontDoor.admit(channel);
        }
        return owner == connection;
    }

    @Override
    public boolean tcp() {
        return true;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean send(ByteBuf payload, int segmentLength, int count) {
        int bytes = payload.readableBytes();
        if (closed || queuedBytes.addAndGet(bytes) > pendingBytes || !queue.offer(payload)) {
            queuedBytes.addAndGet(closed ? 0 : -bytes);
            payload.release();
            behind = true;
            counters.increment(WebCounter.TCP_BEHIND);
            return false;
        }
        counters.increment(WebCounter.TCP_FRAMES_OUT);
        if (closed) {
            discard(); // it was closed between the look and the offer, and nobody drains any more
        } else if (scheduled.compareAndSet(false, true)) {
            onChannelLoop(drain);
        }
        return true;
    }

    private void onChannelLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            discard();
        }
    }

    private void scheduledDrain() {
        scheduled.set(false);
        drain();
    }

    /** Writes as much as the socket takes. On the connection's loop. */
    void drain() {
        if (closed) {
            discard();
            return;
        }
        boolean wrote = false;
        while (channel.isWritable()) {
            ByteBuf run = queue.poll();
            if (run == null) {
                break;
            }
            queuedBytes.addAndGet(-run.readableBytes());
            channel.write(run, channel.voidPromise());
            wrote = true;
        }
        if (wrote) {
            channel.flush();
        }
        behind = !channel.isWritable() || queuedBytes.get() > pendingBytes / 4;
    }

    @Override
    public boolean behind() {
        return behind;
    }

    /** What was queued before, for instance close_notify, still leaves. */
    @Override
    public void drop() {
        onChannelLoop(() -> channel.eventLoop().schedule(this::close, LINGER_MS, TimeUnit.MILLISECONDS));
    }

    /** Any thread. */
    void close() {
        channel.close();
    }

    /** The connection is gone: nothing is taken from now on, and what waits is released. */
    synchronized void discard() {
        closed = true;
        for (ByteBuf run = queue.poll(); run != null; run = queue.poll()) {
            run.release();
        }
    }
}
