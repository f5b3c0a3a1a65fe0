package io.mediascope.transport.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.Recycler;
import io.netty.util.ReferenceCounted;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ciphertext of one stream that arrived in one read batch: up to {@value #MAX_PACKETS} packets one behind the other, all of
 * {@link #segmentLength} bytes but for the last, which may be shorter. The bytes are shared by all receivers.
 *
 * <p>Filled by its UpTrack, then read only; reference-counted, so that shards on other loops can hold it.
 */
final class PacketBatch extends AbstractReferenceCounted {
    static final int MAX_PACKETS = 16;
    static final int MAX_BYTES = 20 * 1024;

    private static final Recycler<PacketBatch> POOL = new Recycler<>() {
        @Override
        protected PacketBatch newObject(Handle<PacketBatch> handle) {
            return new PacketBatch(handle);
        }
    };

    private final Recycler.Handle<PacketBatch> handle;
    private final int[] offsets = new int[MAX_PACKETS + 1];
    private final @Nullable ByteBuf[] packets = new ByteBuf[MAX_PACKETS];
    private final boolean[] frameStarts = new boolean[MAX_PACKETS];
    private final int[] payloadOffsets = new int[MAX_PACKETS + 1];
    private ByteBuf payload = Unpooled.EMPTY_BUFFER;
    private int count;
    private int segmentLength;
    private long firstIndex;
    private boolean keyFrameStart;
    private boolean piped;

    private PacketBatch(Recycler.Handle<PacketBatch> handle) {
        this.handle = handle;
    }

    static PacketBatch begin(long firstIndex, boolean keyFrameStart, boolean piped) {
        PacketBatch batch = POOL.get();
        batch.setRefCnt(1);
        batch.count = 0;
        batch.segmentLength = 0;
        batch.firstIndex = firstIndex;
        batch.keyFrameStart = keyFrameStart;
        batch.piped = piped;
        return batch;
    }

    /** Whether one more packet of this length keeps the shape that segmentation needs. */
    boolean takes(int length) {
        if (count == 0) {
            return true;
        }
        return count < MAX_PACKETS
                && length <= segmentLength
                && bytes() == count * segmentLength
                && bytes() + length <= MAX_BYTES;
    }

    /** @param payloadOctets what RFC 3550 section 6.4.1 counts: neither header nor padding */
    void add(int length, int payloadOctets, boolean frameStart) {
        if (count == 0) {
            segmentLength = length;
        }
        frameStarts[count] = frameStart;
        offsets[count + 1] = offsets[count] + length;
        payloadOffsets[count + 1] = payloadOffsets[count] + payloadOctets;
        count++;
    }

    /** The bytes of all packets; takes the reference. */
    void seal(ByteBuf bytes) {
        payload = bytes;
    }

    ByteBuf payload() {
        return payload;
    }

    int count() {
        return count;
    }

    int bytes() {
        return offsets[count];
    }

    /** Payload octets of all packets. */
    int payloadOctets() {
        return payloadOffsets[count];
    }

    int payloadOctets(int i) {
        return payloadOffsets[i + 1] - payloadOffsets[i];
    }

    int segmentLength() {
        return segmentLength;
    }

    /** Packet {@code i} alone: one view, shared by all who send packets one by one. */
    ByteBuf packet(int i) {
        ByteBuf packet = packets[i];
        if (packet == null) {
            packet = payload.slice(payload.readerIndex() + offsets[i], length(i));
            packets[i] = packet;
        }
        return packet;
    }

    int length(int i) {
        return offsets[i + 1] - offsets[i];
    }

    boolean frameStart(int i) {
        return frameStarts[i];
    }

    /** SRTP index ({@code roc << 16 | seq}) of the first packet. */
    long firstIndex() {
        return firstIndex;
    }

    /** Whether it came through the pipe, into which it must not go back. */
    boolean piped() {
        return piped;
    }

    /** True when the first packet begins a key frame; a key frame always begins a batch. */
    boolean keyFrameStart() {
        return keyFrameStart;
    }

    @Override
    protected void deallocate() {
        payload.release();
        Arrays.fill(packets, null);
        payload = Unpooled.EMPTY_BUFFER;
        handle.recycle(this);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
