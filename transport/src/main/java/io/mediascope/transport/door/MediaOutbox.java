package io.mediascope.transport.door;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.MediaFrameCodec;
import io.mediascope.transport.wire.WireProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queues from a relay's loop to the media connection's loop: one for each media type, so that audio overtakes
 * the video that waits.
 */
final class MediaOutbox implements MediaChannel {
    /** About one TLS record. */
    private static final int BATCH_BYTES = 16_000;

    private final MediaConnection connection;
    private final DoorCounters counters;
    private final MpscArrayQueue<ByteBuf> audio;
    private final MpscArrayQueue<ByteBuf> video;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable drain = this::scheduledDrain;
    private volatile boolean behind;
    private volatile boolean closed;

    MediaOutbox(MediaConnection connection) {
        this.connection = connection;
        this.counters = connection.door.counters();
        int capacity = connection.door.settings().media().queuedPackets();
        this.audio = new MpscArrayQueue<>(capacity);
        this.video = new MpscArrayQueue<>(capacity);
    }

    @Override
    public boolean offer(MediaType type, ByteBuf packet) {
        if (closed || packet.readableBytes() > WireProtocol.MAX_PACKET_BYTES) {
            packet.release();
            counters.increment(DoorCounter.MEDIA_UNSENT);
            return false;
        }
        if (!(type == MediaType.AUDIO ? audio : video).offer(packet)) {
            packet.release();
            counters.increment(DoorCounter.MEDIA_QUEUE_FULL);
            behind = true;
            return false;
        }
        return true;
    }

    @Override
    public void flush() {
        if (scheduled.compareAndSet(false, true)) {
            execute(drain);
        }
    }

    @Override
    public boolean behind() {
        return behind;
    }

    @Override
    public void close() {
        execute(() -> connection.close(LinkCloseReason.LOCAL));
    }

    private void execute(Runnable task) {
        try {
            connection.channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            discard();
        }
    }

    private void scheduledDrain() {
        scheduled.set(false);
        drain();
    }

    /** Writes as much as the socket takes; on the connection's loop only. */
    void drain() {
        if (closed) {
            discard();
            return;
        }
        Channel channel = connection.channel;
        while (channel.isWritable()) {
            ByteBuf batch = nextBatch(channel);
            if (batch == null) {
                break;
            }
            channel.writeAndFlush(batch);
        }
        behind = !channel.isWritable() || video.size() > video.capacity() / 2;
    }

    private @Nullable ByteBuf nextBatch(Channel channel) {
        if (audio.isEmpty() && video.isEmpty()) {
            return null;
        }
        ByteBuf batch = channel.alloc().heapBuffer(BATCH_BYTES); // what the JDK's TLS engine works on fastest
        fill(batch, MediaType.AUDIO, audio);
        fill(batch, MediaType.VIDEO, video);
        return batch;
    }

    private void fill(ByteBuf batch, MediaType type, MpscArrayQueue<ByteBuf> from) {
        while (batch.readableBytes() < BATCH_BYTES) {
            ByteBuf packet = from.poll();
            if (packet == null) {
                return;
            }
            counters.increment(DoorCounter.MEDIA_PACKETS_SENT);
            counters.add(DoorCounter.MEDIA_BYTES_SENT, packet.readableBytes());
            MediaFrameCodec.writeFrame(batch, type, packet);
            packet.release();
        }
    }

    private @Nullable ByteBuf next() {
        ByteBuf packet = audio.poll();
        return packet != null ? packet : video.poll();
    }

    /** Nothing is taken from now on, and what waits is released. */
    synchronized void discard() {
        closed = true;
        for (ByteBuf packet = next(); packet != null; packet = next()) {
            packet.release();
            counters.increment(DoorCounter.MEDIA_UNSENT);
        }
    }
}
