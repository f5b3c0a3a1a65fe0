package io.mediascope.sdk.file;

/** The checksum of Ogg pages (RFC 3533 section 6): polynomial 0x04C11DB7, begun with 0, not reflected. */
final class OggCrc {
    private static final int[] TABLE = table();

    private OggCrc() {}

    /** Of a page whose own checksum field counts as 0. */
    static int of(byte[] data, int off, int len) {
        int crc = 0;
        for (int i = 0; i < len; i++) {
            boolean field = i >= OggPages.CRC_OFFSET && i < OggPages.CRC_OFFSET + 4;
            int value = field ? 0 : data[off + i] & 0xFF;
            crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ value];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value < 0 ? (value << 1) ^ 0x04C11DB7 : value << 1;
            }
            table[i] = value;
        }
        return table;
    }
}
