package io.mediascope.transport.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a TCP stream into frames (RFC 4571 section 2). One thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            LENGTH             |  STUN, DTLS, SRTP or SRTCP    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class TcpFrameDecoder {
    /** Longer frames end the connection: no packet of a peer is. */
    static final int MAX_FRAME_BYTES = 1500;

    private static final int LENGTH_BYTES = 2;

    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    /** Takes what was read, with its reference. */
    void read(ByteBuf bytes) {
        if (!held.isReadable()) {
            held.release();
            held = bytes;
            return;
        }
        ByteBuf joined = bytes.alloc().buffer(held.readableBytes() + bytes.readableBytes());
        joined.writeBytes(held).writeBytes(bytes);
        held.release();
        bytes.release();
        held = joined;
    }

    /** Whether the bytes at hand begin a frame that is too long. */
    boolean malformed() {
        return held.readableBytes() >= LENGTH_BYTES && held.getUnsignedShort(held.readerIndex()) > MAX_FRAME_BYTES;
    }

    /** The next whole frame, with a reference of its own; null when more must be read first. */
    @Nullable
    ByteBuf next() {
        if (held.readableBytes() < LENGTH_BYTES) {
            return null;
        }
        int length = held.getUnsignedShort(held.readerIndex());
        if (length > MAX_FRAME_BYTES || held.readableBytes() < LENGTH_BYTES + length) {
            return null;
        }
        held.skipBytes(LENGTH_BYTES);
        return held.readRetainedSlice(length);
    }

    void release() {
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }
}
