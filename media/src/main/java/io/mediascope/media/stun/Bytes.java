package io.mediascope.media.stun;

/** Integers in network byte order within arrays. */
final class Bytes {
    private Bytes() {}

    static int uint16(byte[] buf, int offset) {
        return (buf[offset] & 0xFF) << 8 | (buf[offset + 1] & 0xFF);
    }

    static int int32(byte[] buf, int offset) {
        return uint16(buf, offset) << 16 | uint16(buf, offset + 2);
    }

    static long int64(byte[] buf, int offset) {
        return (long) int32(buf, offset) << 32 | (int32(buf, offset + 4) & 0xFFFF_FFFFL);
    }

    static void putInt16(byte[] buf, int offset, int value) {
        buf[offset] = (byte) (value >> 8);
        buf[offset + 1] = (byte) value;
    }

    static void putInt32(byte[] buf, int offset, int value) {
        putInt16(buf, offset, value >> 16);
        putInt16(buf, offset + 2, value);
    }

    static void putInt64(byte[] buf, int offset, long value) {
        putInt32(buf, offset, (int) (value >> 32));
        putInt32(buf, offset + 4, (int) value);
    }
}
