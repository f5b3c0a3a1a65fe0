package io.mediascope.sdk.file;

import com.code_intelligence.jazzer.junit.FuzzTest;

class OggOpusFileFuzzTest {
    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        repairChecksums(data);
        try {
            OggOpusFile file = OggOpusFile.parse(data);
            if (file.frames().isEmpty() || file.durationNs() <= 0) {
                throw new AssertionError("a file without audio was accepted");
            }
        } catch (MediaFileException refused) {
            // The one way to refuse a file.
        }
    }

    /** Without right checksums no mutation would ever get past them. */
    private static void repairChecksums(byte[] data) {
        int at = 0;
        while (at + OggPages.HEADER_LENGTH <= data.length) {
            int segments = data[at + OggPages.HEADER_LENGTH - 1] & 0xFF;
            int length = OggPages.HEADER_LENGTH + segments;
            for (int i = 0; i < segments && at + OggPages.HEADER_LENGTH + i < data.length; i++) {
                length += data[at + OggPages.HEADER_LENGTH + i] & 0xFF;
            }
            if (at + length > data.length) {
                return;
            }
            int crc = OggCrc.of(data, at, length);
            for (int i = 0; i < 4; i++) {
                data[at + OggPages.CRC_OFFSET + i] = (byte) (crc >>> (8 * i));
            }
            at += length;
        }
    }
}
