package io.mediascope.sdk.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of an IVF file with VP8 (layout: {@link IvfFile}), times in milliseconds. Pure. */
public final class IvfWriter {
    private static final int TIME_BASE = 1000;

    private IvfWriter() {}

    /**
     * The file's header, to be corrected when the file ends. The field that counts frames is read as a duration by players, in units of the
     * time base, which came to the same when that was one frame.
     */
    public static byte[] header(int width, int height, int durationMs) {
        return ByteBuffer.allocate(IvfFile.HEADER_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("DKIF".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) IvfFile.HEADER_LENGTH)
                .put("VP80".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width)
                .putShort((short) height)
                .putInt(TIME_BASE)
                .putInt(1)
                .putInt(durationMs)
                .array();
    }

    /** What stands before a frame. */
    public static byte[] frameHeader(int length, long ptsMs) {
        return ByteBuffer.allocate(IvfFile.FRAME_HEADER_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putLong(ptsMs)
                .array();
    }

    /** Pixels out of a key frame's header (RFC 6386 section 9.1); 0 when it is cut off. */
    static int width(byte[] keyFrame) {
        return keyFrame.length < 10 ? 0 : (keyFrame[6] & 0xFF) | (keyFrame[7] & 0x3F) << 8;
    }

    /** See {@link #width}. */
    static int height(byte[] keyFrame) {
        return keyFrame.length < 10 ? 0 : (keyFrame[8] & 0xFF) | (keyFrame[9] & 0x3F) << 8;
    }
}
