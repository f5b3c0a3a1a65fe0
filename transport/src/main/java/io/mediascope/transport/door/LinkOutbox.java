package io.mediascope.transport.door;

import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.Envelope;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/** A link as other threads see it: a queue to its loop, bounded by the bytes that wait in it and in the socket. */
final class LinkOutbox implements Link {
    private static final AtomicLong IDS = new AtomicLong();
    private static final int QUEUE_CHUNK = 32;

    /** What a waiting message costs apart from its bytes, so that many small ones are bounded too. */
    private static final int MESSAGE_OVERHEAD_BYTES = 64;

    private final long id = IDS.incrementAndGet();
    private final LinkConnection connection;
    private final InetSocketAddress remoteAddress;
    private final int maxPendingBytes;
    private final MpscUnboundedArrayQueue<Envelope> queue = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
    private final AtomicInteger pendingBytes = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;

    LinkOutbox(LinkConnection connection) {
        this.connection = connection;
        this.remoteAddress = (InetSocketAddress) connection.channel.remoteAddress();
        this.maxPendingBytes = connection.door.settings().link().maxPendingBytes();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public void send(Envelope message) {
        requireFits(message);
        if (message.hasAuthResponse()) {
            authenticated();
        }
        if (enqueue(message) && scheduled.compareAndSet(false, true)) {
            execute(this::drain);
        }
    }

    private boolean enqueue(Envelope message) {
        if (closed) {
            connection.door.count(DoorCounter.MESSAGES_UNSENT);
            return false;
        }
        if (pendingBytes.addAndGet(cost(message)) > maxPendingBytes) {
            closed = true;
            connection.door.count(DoorCounter.SLOW_READER);
            connection.door.count(DoorCounter.MESSAGES_UNSENT);
            execute(() -> connection.closeNow(LinkCloseReason.SLOW_READER));
            return false;
        }
        queue.offer(message);
        return true;
    }

    private static void requireFits(Envelope message) {
        if (message.getSerializedSize() > WireProtocol.MAX_ENVELOPE_BYTES) {
            throw new IllegalArgumentException(message.getMessageCase() + " of " + message.getSerializedSize()
                    + " bytes is over the limit of " + WireProtocol.MAX_ENVELOPE_BYTES + " bytes");
        }
    }

    private static int cost(Envelope message) {
        return message.getSerializedSize() + MESSAGE_OVERHEAD_BYTES;
    }

    /** Writes what is queued; on the loop only. */
    void drain() {
        scheduled.set(false);
        boolean any = false;
        for (Envelope message = queue.poll(); message != null; message = queue.poll()) {
            any = true;
            int cost = cost(message);
            connection.door.count(DoorCounter.MESSAGES_SENT);
            connection.channel.write(message).addListener(written -> pendingBytes.addAndGet(-cost));
        }
        if (any) {
            connection.channel.flush();
        }
    }

    /** Nothing is taken from now on. */
    void close() {
        closed = true;
    }

    @Override
    public void authenticated() {
        if (!connection.stranger.admitted()) {
            connection.stranger.admit();
            execute(connection::authenticated);
        }
    }

    @Override
    public Duration silence() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - connection.lastReceivedNs()));
    }

    @Override
    public void close(@Nullable Envelope last) {
        if (last != null) {
            send(last);
        }
        execute(() -> connection.close(LinkCloseReason.LOCAL));
    }

    /** A loop that has stopped has closed this link before. */
    private void execute(Runnable task) {
        try {
            connection.channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }
}
