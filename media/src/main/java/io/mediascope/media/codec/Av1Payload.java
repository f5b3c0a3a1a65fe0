package io.mediascope.media.codec;

/**
 * AV1 ("RTP Payload Format for AV1" section 4.4), by its aggregation header and the type of its first OBU; the dependency descriptor is
 * not needed.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |Z|Y| W |N|-|-|-|   Z: goes on with an OBU, W: OBUs or 0, N: first of a coded video sequence
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Av1Payload implements VideoPayload {
    private static final int CONTINUES = 0x80;
    private static final int NEW_SEQUENCE = 0x08;
    private static final int SEQUENCE_HEADER = 1;
    private static final int TILE_GROUP = 4;
    private static final int TILE_LIST = 8;
    private static final int PADDING = 15;
    private static final int NONE = -1;

    @Override
    public boolean keyFrameStart(byte[] buf, int off, int len) {
        if (len < 2 || (buf[off] & CONTINUES) != 0) {
            return false;
        }
        return (buf[off] & NEW_SEQUENCE) != 0 || firstType(buf, off, len) == SEQUENCE_HEADER;
    }

    @Override
    public boolean frameStart(byte[] buf, int off, int len) {
        if (len < 2 || (buf[off] & CONTINUES) != 0) {
            return false;
        }
        int type = firstType(buf, off, len);
        return type != NONE && type != TILE_GROUP && type != TILE_LIST && type != PADDING;
    }

    private static int firstType(byte[] buf, int off, int len) {
        int at = off + 1;
        if ((buf[off] >> 4 & 3) != 1) {
            while (at < off + len && at < off + 9 && buf[at] < 0) {
                at++; // the OBU's length, LEB128
            }
            at++;
        }
        return at < off + len ? buf[at] >> 3 & 0x0F : NONE;
    }
}
