package io.mediascope.media.codec;

/**
 * H.264 (RFC 6184 sections 5.3 to 5.8): single NAL units, STAP-A and FU-A, as packetization modes 0 and 1 have them.
 *
 * <pre>
 * +---------------+   +---------------+
 * |0|1|2|3|4|5|6|7|   |0|1|2|3|4|5|6|7|
 * +-+-+-+-+-+-+-+-+   +-+-+-+-+-+-+-+-+
 * |F|NRI|  Type   |   |S|E|R|  Type   |  of a fragment (FU-A)
 * +---------------+   +---------------+
 * </pre>
 */
final class H264Payload implements VideoPayload {
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int DELIMITER = 9;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    @Override
    public boolean keyFrameStart(byte[] buf, int off, int len) {
        return first(buf, off, len, true);
    }

    @Override
    public boolean frameStart(byte[] buf, int off, int len) {
        return first(buf, off, len, false);
    }

    private static boolean first(byte[] buf, int off, int len, boolean key) {
        if (len < 2) {
            return false;
        }
        switch (buf[off] & 0x1F) {
            case STAP_A:
                return inAggregate(buf, off + 1, off + len, key);
            case FU_A:
                return buf[off + 1] < 0 && begins(buf[off + 1] & 0x1F, buf, off + 2, off + len, key);
            default:
                return begins(buf[off] & 0x1F, buf, off + 1, off + len, key);
        }
    }

    private static boolean inAggregate(byte[] buf, int from, int end, boolean key) {
        int at = from;
        while (at + 3 <= end) {
            int size = (buf[at] & 0xFF) << 8 | (buf[at + 1] & 0xFF);
            if (size == 0 || at + 2 + size > end) {
                return false;
            }
            if (begins(buf[at + 2] & 0x1F, buf, at + 3, at + 2 + size, key)) {
                return true;
            }
            at += 2 + size;
        }
        return false;
    }

    /** {@code from}: the first byte behind the NAL unit's header; first_mb_in_slice is 0 when its highest bit is set. */
    private static boolean begins(int type, byte[] buf, int from, int end, boolean key) {
        boolean firstSlice = from < end && buf[from] < 0;
        switch (type) {
            case SPS:
                return true;
            case IDR:
                return firstSlice;
            case SLICE:
                return !key && firstSlice;
            case SEI:
            case DELIMITER:
                return !key;
            default:
                return false;
        }
    }
}
