package io.mediascope.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * The RTP header (RFC 3550 section 5.1), read in place from an array or, by absolute index, from a buffer.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                             SSRC                              |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |              CSRC (0 to 15), extension (RFC 8285)             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code isValid} is the door: the other accessors trust it and check nothing.
 */
public final class RtpHeader {
    /** Bytes of the fixed part, without CSRC list and extension. */
    public static final int FIXED_LENGTH = 12;

    private static final int VERSION_2 = 0x80;
    private static final int SEQUENCE_OFFSET = 2;
    private static final int TIMESTAMP_OFFSET = 4;
    private static final int SSRC_OFFSET = 8;
    private static final int EXTENSION_HEADER_LENGTH = 4;

    private RtpHeader() {}

    /** Whether the {@code length} bytes are of version 2 and hold the CSRC list and the extension that they announce. */
    public static boolean isValid(byte[] buf, int offset, int length) {
        if (length < FIXED_LENGTH || (buf[offset] & 0xC0) != VERSION_2) {
            return false;
        }
        int end = FIXED_LENGTH + 4 * (buf[offset] & 0x0F);
        if ((buf[offset] & 0x10) == 0) {
            return length >= end;
        }
        return length >= end + EXTENSION_HEADER_LENGTH && length >= headerLength(buf, offset);
    }

    /** {@link #isValid(byte[], int, int)} over a buffer. */
    public static boolean isValid(ByteBuf buf, int index, int length) {
        if (length < FIXED_LENGTH || (buf.getByte(index) & 0xC0) != VERSION_2) {
            return false;
        }
        int end = FIXED_LENGTH + 4 * (buf.getByte(index) & 0x0F);
        if ((buf.getByte(index) & 0x10) == 0) {
            return length >= end;
        }
        return length >= end + EXTENSION_HEADER_LENGTH && length >= headerLength(buf, index);
    }

    /** Bytes of the whole header, with CSRC list and extension. */
    public static int headerLength(byte[] buf, int offset) {
        int end = FIXED_LENGTH + 4 * (buf[offset] & 0x0F);
        if ((buf[offset] & 0x10) == 0) {
            return end;
        }
        return end + EXTENSION_HEADER_LENGTH + 4 * uint16(buf, offset + end + 2);
    }

    /** {@link #headerLength(byte[], int)} over a buffer. */
    public static int headerLength(ByteBuf buf, int index) {
        int end = FIXED_LENGTH + 4 * (buf.getByte(index) & 0x0F);
        if ((buf.getByte(index) & 0x10) == 0) {
            return end;
        }
        return end + EXTENSION_HEADER_LENGTH + 4 * buf.getUnsignedShort(index + end + 2);
    }

    /** Whether the last byte of the (decrypted) packet counts bytes of padding. */
    public static boolean hasPadding(byte[] buf, int offset) {
        return (buf[offset] & 0x20) != 0;
    }

    /** {@link #hasPadding(byte[], int)} over a buffer. */
    public static boolean hasPadding(ByteBuf buf, int index) {
        return (buf.getByte(index) & 0x20) != 0;
    }

    /** Bytes of padding at the end of a plain packet of {@code length} bytes; -1 when it says more than there is. */
    public static int paddingLength(byte[] buf, int offset, int length) {
        if (!hasPadding(buf, offset)) {
            return 0;
        }
        int padding = buf[offset + length - 1] & 0xFF;
        return padding == 0 || padding > length - headerLength(buf, offset) ? -1 : padding;
    }

    public static boolean marker(byte[] buf, int offset) {
        return buf[offset + 1] < 0;
    }

    public static boolean marker(ByteBuf buf, int index) {
        return buf.getByte(index + 1) < 0;
    }

    public static int payloadType(byte[] buf, int offset) {
        return buf[offset + 1] & 0x7F;
    }

    public static int payloadType(ByteBuf buf, int index) {
        return buf.getByte(index + 1) & 0x7F;
    }

    /** 0 to 65535. */
    public static int sequenceNumber(byte[] buf, int offset) {
        return uint16(buf, offset + SEQUENCE_OFFSET);
    }

    /** 0 to 65535. */
    public static int sequenceNumber(ByteBuf buf, int index) {
        return buf.getUnsignedShort(index + SEQUENCE_OFFSET);
    }

    /** In units of the codec's clock, 0 to 2^32 - 1. */
    public static long timestamp(byte[] buf, int offset) {
        return int32(buf, offset + TIMESTAMP_OFFSET) & 0xFFFF_FFFFL;
    }

    /** In units of the codec's clock, 0 to 2^32 - 1. */
    public static long timestamp(ByteBuf buf, int index) {
        return buf.getUnsignedInt(index + TIMESTAMP_OFFSET);
    }

    public static int ssrc(byte[] buf, int offset) {
        return int32(buf, offset + SSRC_OFFSET);
    }

    public static int ssrc(ByteBuf buf, int index) {
        return buf.getInt(index + SSRC_OFFSET);
    }

    /** Writes a header without CSRC list and extension; returns {@link #FIXED_LENGTH}. */
    public static int write(
            byte[] out, int offset, int payloadType, boolean marker, int sequenceNumber, long timestamp, int ssrc) {
        out[offset] = (byte) VERSION_2;
        out[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7F));
        out[offset + 2] = (byte) (sequenceNumber >> 8);
        out[offset + 3] = (byte) sequenceNumber;
        putInt32(out, offset + TIMESTAMP_OFFSET, (int) timestamp);
        putInt32(out, offset + SSRC_OFFSET, ssrc);
        return FIXED_LENGTH;
    }

    private static int uint16(byte[] buf, int offset) {
        return (buf[offset] & 0xFF) << 8 | (buf[offset + 1] & 0xFF);
    }

    private static int int32(byte[] buf, int offset) {
        return uint16(buf, offset) << 16 | uint16(buf, offset + 2);
    }

    private static void putInt32(byte[] out, int offset, int value) {
        out[offset] = (byte) (value >> 24);
        out[offset + 1] = (byte) (value >> 16);
        out[offset + 2] = (byte) (value >> 8);
        out[offset + 3] = (byte) value;
    }
}
