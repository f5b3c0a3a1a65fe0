package io.mediascope.media.srtp;

/** Integers in network byte order within arrays. */
final class Bytes {
    private Bytes() {}

    static int int32(byte[] buf, int offset) {
        return (buf[offset] & 0xFF) << 24
                | (buf[offset + 1] & 0xFF) << 16
                | (buf[offset + 2] & 0xFF) << 8
                | (buf[offset + 3] & 0xFF);
    }

    static void putInt32(byte[] buf, int offset, int value) {
        buf[offset] = (byte) (value >> 24);
        buf[offset + 1] = (byte) (value >> 16);
        buf[offset + 2] = (byte) (value >> 8);
        buf[offset + 3] = (byte) value;
    }

    static void xorInt32(byte[] buf, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            buf[offset + i] ^= (byte) (value >> (8 * (3 - i)));
        }
    }

    static void xorInt48(byte[] buf, int offset, long value) {
        for (int i = 0; i < 6; i++) {
            buf[offset + i] ^= (byte) (value >> (8 * (5 - i)));
        }
    }
}
