package io.mediascope.media.codec;

/**
 * VP9 (RFC 9628 section 4.2). A picture begins with the frame of its lowest spatial layer.
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |I|P|L|F|B|E|V|Z|  required
 *      +-+-+-+-+-+-+-+-+
 *  I:  |M| PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *  M:  |   PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *  L:  | TID |U| SID |D|
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Vp9Payload implements VideoPayload {
    private static final int PICTURE_ID = 0x80;
    private static final int INTER_PREDICTED = 0x40;
    private static final int LAYERS = 0x20;
    private static final int BEGIN = 0x08;

    @Override
    public boolean keyFrameStart(byte[] buf, int off, int len) {
        return frameStart(buf, off, len) && (buf[off] & INTER_PREDICTED) == 0;
    }

    @Override
    public boolean frameStart(byte[] buf, int off, int len) {
        if (len < 2 || (buf[off] & BEGIN) == 0) {
            return false;
        }
        if ((buf[off] & LAYERS) == 0) {
            return true;
        }
        int at = 1;
        if ((buf[off] & PICTURE_ID) != 0) {
            at += buf[off + 1] < 0 ? 2 : 1;
        }
        return at < len && (buf[off + at] >> 1 & 7) == 0;
    }
}
