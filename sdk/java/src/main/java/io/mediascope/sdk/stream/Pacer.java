package io.mediascope.sdk.stream;

import io.mediascope.media.model.MediaType;
import io.mediascope.sdk.path.PacketBatch;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Spreads large video frames a little, so that a key frame does not overrun the queues on its way: 16 packets at once,
 * then 16 each millisecond. Audio passes by.
 */
public final class Pacer {
    private record Chunk(Hop hop, MediaType type, ByteBuf packets, PacketBatch batch) {}

    private static final int BURST = 16;
    private static final int MAX_CHUNKS = 256;
    private static final long INTERVAL_US = 1_000;

    private final EventLoop loop;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();
    private boolean scheduled;
    private long dropped;

    public Pacer(EventLoop loop) {
        this.loop = loop;
    }

    /** Sends now or soon, in order; {@code packets} keeps its owner. */
    void send(Hop hop, MediaType type, ByteBuf packets, PacketBatch batch) {
        if (type == MediaType.AUDIO || (waiting.isEmpty() && batch.count() <= BURST)) {
            hop.send(type, packets, batch);
            return;
        }
        int index = packets.readerIndex();
        for (int first = 0; first < batch.count(); first += BURST) {
            PacketBatch part = new PacketBatch();
            int bytes = 0;
            for (int i = first; i < Math.min(batch.count(), first + BURST); i++) {
                part.add(batch.length(i));
                bytes += batch.length(i);
            }
            offer(new Chunk(hop, type, packets.retainedSlice(index, bytes), part));
            index += bytes;
        }
        if (!scheduled) {
            drain();
        }
    }

    private void offer(Chunk chunk) {
        if (waiting.size() >= MAX_CHUNKS) {
            chunk.packets().release();
            dropped++;
        } else {
            waiting.add(chunk);
        }
    }

    private void drain() {
        scheduled = false;
        Chunk chunk = waiting.poll();
        if (chunk == null) {
            return;
        }
        chunk.hop().send(chunk.type(), chunk.packets(), chunk.batch());
        chunk.packets().release();
        scheduled = true;
        loop.schedule(this::drain, INTERVAL_US, TimeUnit.MICROSECONDS);
    }

    /** Chunks that found no room. */
    public long dropped() {
        return dropped;
    }

    public void close() {
        for (Chunk chunk = waiting.poll(); chunk != null; chunk = waiting.poll()) {
            chunk.packets().release();
        }
    }
}
