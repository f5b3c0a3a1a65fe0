package io.mediascope.transport.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what leaves to one peer in one turn: sealed packets one behind the other in pooled direct memory, in runs of equal
 * lengths (only the last of a run may be shorter) that leave as one segmented send. Over TCP a run is frames (RFC 4571 section 2)
 * of any lengths.
 */
final class PeerOutbox {
    static final int MAX_RUN_PACKETS = 16;
    static final int MAX_RUN_BYTES = 20 * 1024;

    private static final int FRAME_HEADER_BYTES = 2;
    private static final int MIN_CHUNK_BYTES = 4 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final WebCounters counters;
    private @Nullable ByteBuf chunk;
    private @Nullable PeerPath path;
    private int runStart;
    private int count;
    private int segmentLength;
    private int lastLength;

    /** Bytes of one turn, the largest of late: what a chunk should have room for. */
    private int expectedBytes = 1500;

    private int turnBytes;
    private int refusedRuns;

    PeerOutbox(WebCounters counters) {
        this.counters = counters;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds a sealed packet for {@code to}; what waits for another path, or has not the same shape, leaves first. */
    void add(PeerPath to, byte[] sealed, int length) {
        int frameHeader = to.tcp() ? FRAME_HEADER_BYTES : 0;
        int needed = length + frameHeader;
        if (count > 0 && (to != path || !takes(to, needed))) {
            sendRun();
        }
        ByteBuf buffer = count == 0 ? begin(to, needed) : chunk;
        if (buffer == null) {
            return; // never: a run under way has its chunk
        }
        if (frameHeader > 0) {
            buffer.writeShort(length);
        }
        buffer.writeBytes(sealed, 0, length);
        segmentLength = count == 0 ? needed : segmentLength;
        lastLength = needed;
        count++;
        turnBytes += needed;
    }

    private boolean takes(PeerPath to, int needed) {
        ByteBuf buffer = chunk;
        if (buffer == null || buffer.writableBytes() < needed) {
            return false;
        }
        int bytes = buffer.writerIndex() - runStart + needed;
        return bytes <= MAX_RUN_BYTES
                && (to.tcp() || (count < MAX_RUN_PACKETS && lastLength == segmentLength && needed <= segmentLength));
    }

    private ByteBuf begin(PeerPath to, int needed) {
        path = to;
        ByteBuf current = chunk;
        int expected = Math.max(expectedBytes, 2 * turnBytes); // a turn that has outgrown the last ones may grow on
        int wanted = Math.max(needed, Math.min(expected - turnBytes, MAX_RUN_BYTES));
        if (current == null || current.writableBytes() < wanted) {
            release();
            int size = Math.max(MIN_CHUNK_BYTES, Math.min(4 * expected, MAX_CHUNK_BYTES));
            current = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(size, wanted));
            chunk = current;
        }
        runStart = current.writerIndex();
        return current;
    }

    private void sendRun() {
        ByteBuf buffer = chunk;
        PeerPath to = path;
        if (buffer != null && to != null && count > 0) {
            counters.increment(WebCounter.SENDS_OUT);
            if (!to.send(buffer.retainedSlice(runStart, buffer.writerIndex() - runStart), segmentLength, count)
                    && to.tcp()) {
                refusedRuns++;
            }
        }
        count = 0;
    }

    /** Runs that an ICE-TCP connection did not take, since the beginning. */
    int refusedRuns() {
        return refusedRuns;
    }

    /** The end of a turn. */
    void flush() {
        sendRun();
        expectedBytes = Math.max(turnBytes, expectedBytes - expectedBytes / 16);
        turnBytes = 0;
    }

    /** Drops what waits and lets go of the memory. */
    void release() {
        ByteBuf current = chunk;
        if (current != null) {
            chunk = null;
            current.release();
        }
    }
}
