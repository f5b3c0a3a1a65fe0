package io.mediascope.transport.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Copies the ciphertext of one stream, once, into pooled direct memory: the bytes that every receiver is sent and that the cache
 * keeps. Packets lie one behind the other in chunks, so that a batch is one piece of memory.
 */
final class BatchBuilder {
    private static final int AUDIO_CHUNK = 4 * 1024;
    private static final int VIDEO_CHUNK = 64 * 1024;
    private static final int VIDEO_RESERVE = 12 * 1024;

    private final int chunkBytes;
    private final int reserveBytes;
    private @Nullable ByteBuf chunk;
    private @Nullable PacketBatch batch;
    private int batchStart;
    private int lastStart;

    BatchBuilder(boolean video) {
        this.chunkBytes = video ? VIDEO_CHUNK : AUDIO_CHUNK;
        this.reserveBytes = video ? VIDEO_RESERVE : 0;
    }

    boolean isEmpty() {
        return batch == null;
    }

    /** Whether a packet can join the batch under way. */
    boolean takes(int length, boolean keyFrameStart, boolean piped) {
        return batch != null
                && chunk != null
                && !keyFrameStart
                && batch.piped() == piped
                && chunk.writableBytes() >= length
                && batch.takes(length);
    }

    /** Begins a batch; the one before was taken. */
    void begin(int length, long index, boolean keyFrameStart, boolean piped) {
        ByteBuf current = chunk;
        if (current == null || current.writableBytes() < Math.max(length, reserveBytes)) {
            release();
            current = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(length, chunkBytes));
            chunk = current;
        }
        batch = PacketBatch.begin(index, keyFrameStart, piped);
        batchStart = current.writerIndex();
    }

    /** Adds a packet to the batch that takes it. */
    void add(byte[] packet, int length, int payloadOctets, boolean frameStart) {
        ByteBuf current = chunk;
        PacketBatch open = batch;
        if (current != null && open != null) {
            lastStart = current.writerIndex();
            current.writeBytes(packet, 0, length);
            open.add(length, payloadOctets, frameStart);
        }
    }

    /** The packet added last, with a reference of its own. */
    ByteBuf retainLast() {
        ByteBuf current = chunk;
        if (current == null) {
            throw new IllegalStateException("no packet was added");
        }
        return current.retainedSlice(lastStart, current.writerIndex() - lastStart);
    }

    /** Ends the batch and hands it over with its reference. */
    @Nullable
    PacketBatch take() {
        PacketBatch done = batch;
        ByteBuf current = chunk;
        if (done == null || current == null) {
            return null;
        }
        batch = null;
        done.seal(current.retainedSlice(batchStart, done.bytes()));
        return done;
    }

    /** Lets go of the chunk; to be called when no batch is under way. */
    void release() {
        ByteBuf current = chunk;
        if (current != null) {
            chunk = null;
            current.release();
        }
    }
}
