package io.mediascope.sdk.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Ogg pages (RFC 3533 section 6): "OggS", version 0, flags, granule position (8), serial (4), page number (4), checksum (4), number of
 * segments, their lengths; little endian. A packet ends with the first segment shorter than 255 and may go on over pages.
 */
final class OggPages {
    static final int CRC_OFFSET = 22;
    static final int HEADER_LENGTH = 27;
    static final int CONTINUED = 1;
    static final int FIRST = 2;
    static final int LAST = 4;
    static final int MAX_SEGMENTS = 255;

    private static final int CAPTURE = 0x5367_674F;

    private OggPages() {}

    /** The packets of the first logical stream. A file that was cut off gives the packets before the cut. */
    static List<byte[]> packets(byte[] data) throws MediaFileException {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream partial = new ByteArrayOutputStream();
        int serial = data.length < HEADER_LENGTH ? 0 : in.getInt(14);
        int at = 0;
        while (at + HEADER_LENGTH <= data.length) {
            if (in.getInt(at) != CAPTURE || data[at + 4] != 0) {
                throw new MediaFileException("No Ogg page begins at byte " + at);
            }
            int length = pageLength(data, at);
            if (length < 0) {
                break;
            }
            if (OggCrc.of(data, at, length) != in.getInt(at + CRC_OFFSET)) {
                throw new MediaFileException("The Ogg page at byte " + at + " is damaged: wrong checksum");
            }
            if (in.getInt(at + 14) == serial) {
                segments(data, at, packets, partial);
            }
            at += length;
        }
        return packets;
    }

    /** A page of whole packets; the caller sees to it that they need at most 255 segments. */
    static byte[] page(int flags, long granule, int serial, int number, List<byte[]> packets) {
        int segments = 0;
        int bytes = 0;
        for (byte[] packet : packets) {
            segments += segments(packet);
            bytes += packet.length;
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH + segments + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(CAPTURE).put((byte) 0).put((byte) flags).putLong(granule);
        out.putInt(serial).putInt(number).putInt(0).put((byte) segments);
        for (byte[] packet : packets) {
            for (int i = 1; i < segments(packet); i++) {
                out.put((byte) 255);
            }
            out.put((byte) (packet.length % 255));
        }
        packets.forEach(out::put);
        return out.putInt(CRC_OFFSET, OggCrc.of(out.array(), 0, out.capacity())).array();
    }

    /** Entries that a packet needs in a page's segment table. */
    static int segments(byte[] packet) {
        return packet.length / 255 + 1;
    }

    /** -1 when the page is cut off. */
    private static int pageLength(byte[] data, int at) {
        int segments = data[at + HEADER_LENGTH - 1] & 0xFF;
        int length = HEADER_LENGTH + segments;
        if (at + length > data.length) {
            return -1;
        }
        for (int i = 0; i < segments; i++) {
            length += data[at + HEADER_LENGTH + i] & 0xFF;
        }
        return at + length > data.length ? -1 : length;
    }

    private static void segments(byte[] data, int at, List<byte[]> packets, ByteArrayOutputStream partial) {
        int segments = data[at + HEADER_LENGTH - 1] & 0xFF;
        int body = at + HEADER_LENGTH + segments;
        boolean orphan = (data[at + 5] & CONTINUED) != 0 && partial.size() == 0;
        if ((data[at + 5] & CONTINUED) == 0) {
            partial.reset();
        }
        for (int i = 0; i < segments; i++) {
            int length = data[at + HEADER_LENGTH + i] & 0xFF;
            partial.write(data, body, length);
            body += length;
            if (length < 255) {
                if (!orphan) {
                    packets.add(partial.toByteArray());
                }
                orphan = false;
                partial.reset();
            }
        }
    }
}
