package io.mediascope.load;

import java.nio.ByteBuffer;

/**
 * A frame that says which one it is. The first three bytes look like a VP8 frame header (RFC 6386 section 9.1) so that relays
 * find the key frames; the picture itself is filler.
 *
 * @param number counted from 0 by the source
 * @param sentNs {@link System#nanoTime} at the source
 */
public record NumberedFrame(long number, long sentNs, boolean keyFrame) {
    /** The smallest frame. */
    public static final int MIN_BYTES = 10 + 8 + 8;

    private static final int KEY_FRAME_HEADER_BYTES = 10;

    /** The frame as bytes, filled up to {@code lengthBytes}. */
    public byte[] encode(int lengthBytes) {
        byte[] bytes = new byte[Math.max(lengthBytes, MIN_BYTES)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        // frame tag: bit 0 = inter frame, version 0, shown; start code and size follow in key frames only
        bytes[0] = (byte) (keyFrame ? 0x10 : 0x11);
        if (keyFrame) {
            bytes[3] = (byte) 0x9d;
            bytes[4] = 0x01;
            bytes[5] = 0x2a;
        }
        buffer.putLong(KEY_FRAME_HEADER_BYTES, number);
        buffer.putLong(KEY_FRAME_HEADER_BYTES + 8, sentNs);
        return bytes;
    }

    /** The inverse of {@link #encode}. */
    public static NumberedFrame decode(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException("not a numbered frame: " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new NumberedFrame(
                buffer.getLong(KEY_FRAME_HEADER_BYTES),
                buffer.getLong(KEY_FRAME_HEADER_BYTES + 8),
                (bytes[0] & 1) == 0);
    }
}
