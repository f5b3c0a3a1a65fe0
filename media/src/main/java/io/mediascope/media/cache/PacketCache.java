package io.mediascope.media.cache;

import io.mediascope.media.stats.Sequence;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last packets of one SSRC, to answer NACKs with the very bytes that were sent. Bounded by packets, bytes and age; what leaves
 * is released. One thread; no allocation after construction.
 */
public final class PacketCache implements AutoCloseable {
    private static final int NONE = -1;

    private final @Nullable ByteBuf[] packets;
    private final int[] sequences;
    private final int[] lengths;
    private final long[] storedAtNs;
    private final int[] newer;
    private final int[] older;
    private final int mask;
    private final long maxBytes;
    private final long maxAgeNs;
    private final CacheBudget budget;
    private int newest = NONE;
    private int oldest = NONE;
    private int count;
    private long bytes;
    private boolean closed;

    /**
     * @param maxPackets rounded up to a power of two, at most 32768
     * @param maxBytes of all packets kept
     * @param maxAgeNs after which a packet is as if gone
     */
    public PacketCache(int maxPackets, long maxBytes, long maxAgeNs) {
        this(maxPackets, maxBytes, maxAgeNs, CacheBudget.unbounded());
    }

    /** @param budget shared with the other caches of this thread; what it has no room for is not kept */
    public PacketCache(int maxPackets, long maxBytes, long maxAgeNs, CacheBudget budget) {
        this.budget = budget;
        int capacity = Integer.highestOneBit(Math.max(1, Math.min(maxPackets, 32768) * 2 - 1));
        this.packets = new ByteBuf[capacity];
        this.sequences = new int[capacity];
        this.lengths = new int[capacity];
        this.storedAtNs = new long[capacity];
        this.newer = new int[capacity];
        this.older = new int[capacity];
        this.mask = capacity - 1;
        this.maxBytes = maxBytes;
        this.maxAgeNs = maxAgeNs;
        Arrays.fill(newer, NONE);
        Arrays.fill(older, NONE);
    }

    /**
     * Keeps a packet. The reference given becomes the cache's, whatever the answer.
     *
     * @return false when it was not kept: stored before, older than what holds its place, too large, or the cache is closed
     */
    public boolean put(int sequenceNumber, ByteBuf packet, long nowNs) {
        expire(nowNs);
        int slot = sequenceNumber & mask;
        int length = packet.readableBytes();
        boolean taken = packets[slot] != null && !Sequence.isNewer(sequenceNumber, sequences[slot]);
        if (closed || taken || length > maxBytes) {
            packet.release();
            return false;
        }
        remove(slot);
        while (bytes + length > maxBytes) {
            remove(oldest);
        }
        if (!budget.take(length)) {
            packet.release();
            return false;
        }
        append(slot, sequenceNumber, packet, nowNs);
        return true;
    }

    /** The packet, or null. The cache keeps its reference: retain or copy before the next call to the cache. */
    public @Nullable ByteBuf get(int sequenceNumber, long nowNs) {
        expire(nowNs);
        int slot = sequenceNumber & mask;
        return sequences[slot] == sequenceNumber ? packets[slot] : null;
    }

    /** Releases what is too old; call now and then when nothing is put. */
    public void expire(long nowNs) {
        while (oldest != NONE && nowNs - storedAtNs[oldest] > maxAgeNs) {
            remove(oldest);
        }
    }

    public int packets() {
        return count;
    }

    public long bytes() {
        return bytes;
    }

    /** Releases everything; later packets are released at once. */
    @Override
    public void close() {
        closed = true;
        while (oldest != NONE) {
            remove(oldest);
        }
    }

    private void append(int slot, int sequenceNumber, ByteBuf packet, long nowNs) {
        packets[slot] = packet;
        sequences[slot] = sequenceNumber;
        storedAtNs[slot] = nowNs;
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest != NONE) {
            newer[newest] = slot;
        } else {
            oldest = slot;
        }
        newest = slot;
        count++;
        // Kept apart: whoever reads the packet may move its indices.
        lengths[slot] = packet.readableBytes();
        bytes += lengths[slot];
    }

    private void remove(int slot) {
        ByteBuf packet = packets[slot];
        if (packet == null) {
            return;
        }
        if (older[slot] != NONE) {
            newer[older[slot]] = newer[slot];
        } else {
            oldest = newer[slot];
        }
        if (newer[slot] != NONE) {
            older[newer[slot]] = older[slot];
        } else {
            newest = older[slot];
        }
        packets[slot] = null;
        count--;
        bytes -= lengths[slot];
        budget.give(lengths[slot]);
        packet.release();
    }
}
