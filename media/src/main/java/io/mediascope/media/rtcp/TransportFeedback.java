package io.mediascope.media.rtcp;

import static io.mediascope.media.rtcp.RtcpFormat.int32;
import static io.mediascope.media.rtcp.RtcpFormat.uint16;

/**
 * Reads transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1): first it is looked over, then told.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      base sequence number     |      packet status count      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          reference time (64 ms)               | feedback count|
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  chunks of 16 bits, then deltas of 8 or 16 bits (250 us) ...  |
 * </pre>
 */
final class TransportFeedback {
    private static final int BASE = RtcpFormat.FEEDBACK_LENGTH;
    private static final int CHUNKS = BASE + 8;
    private static final int REFERENCE_US = 64_000;
    private static final int DELTA_US = 250;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;

    private TransportFeedback() {}

    /** {@code buf[pos]} is the RTCP header. */
    static boolean read(byte[] buf, int pos, int end, RtcpHandler handler) {
        if (end < pos + CHUNKS) {
            return false;
        }
        int count = uint16(buf, pos + BASE + 2);
        int deltas = deltas(buf, pos + CHUNKS, end, count);
        if (deltas < 0) {
            return false;
        }
        int baseSeq = uint16(buf, pos + BASE);
        handler.transportFeedback(int32(buf, pos + 4), int32(buf, pos + 8), buf[pos + BASE + 7] & 0xFF, baseSeq, count);
        tell(buf, pos, deltas, baseSeq, count, handler);
        return true;
    }

    /** Where the deltas begin; -1 when the chunks or the deltas are cut off. */
    private static int deltas(byte[] buf, int chunks, int end, int count) {
        int at = chunks;
        int bytes = 0;
        for (int done = 0; done < count; at += 2) {
            if (at + 2 > end) {
                return -1;
            }
            int chunk = uint16(buf, at);
            int n = Math.min(symbols(chunk), count - done);
            for (int i = 0; i < n; i++) {
                bytes += deltaLength(symbol(chunk, i));
            }
            done += n;
        }
        return at + bytes <= end ? at : -1;
    }

    private static void tell(byte[] buf, int pos, int deltas, int baseSeq, int count, RtcpHandler handler) {
        long arrivalUs = (int32(buf, pos + BASE + 4) >> 8) * (long) REFERENCE_US;
        int at = deltas;
        int chunkAt = pos + CHUNKS;
        for (int done = 0; done < count; chunkAt += 2) {
            int chunk = uint16(buf, chunkAt);
            int n = Math.min(symbols(chunk), count - done);
            for (int i = 0; i < n; i++) {
                int length = deltaLength(symbol(chunk, i));
                arrivalUs += delta(buf, at, length) * (long) DELTA_US;
                at += length;
                handler.transportPacket((baseSeq + done + i) & 0xFFFF, length > 0, arrivalUs);
            }
            done += n;
        }
    }

    private static int delta(byte[] buf, int at, int length) {
        if (length == 0) {
            return 0;
        }
        return length == 1 ? buf[at] & 0xFF : (short) uint16(buf, at);
    }

    /** How many packets a chunk tells of: a run, 14 of one bit each, or 7 of two. */
    private static int symbols(int chunk) {
        if ((chunk & 0x8000) == 0) {
            return chunk & 0x1FFF;
        }
        return (chunk & 0x4000) == 0 ? 14 : 7;
    }

    private static int symbol(int chunk, int i) {
        if ((chunk & 0x8000) == 0) {
            return chunk >> 13 & 3;
        }
        return (chunk & 0x4000) == 0 ? chunk >> (13 - i) & 1 : chunk >> (12 - 2 * i) & 3;
    }

    private static int deltaLength(int symbol) {
        return symbol == SMALL_DELTA ? 1 : symbol == LARGE_DELTA ? 2 : 0;
    }
}
