package io.mediascope.media.codec;

/**
 * The VP8 payload descriptor (RFC 7741 section 4.2), a reusable view. Below the keyed octets come only if X and I, L, T or K say so;
 * M in the picture id makes it 15 bits long.
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |X|R|N|S|R| PID |  required
 *      +-+-+-+-+-+-+-+-+
 *  X:  |I|L|T|K| RSV   |
 *      +-+-+-+-+-+-+-+-+
 *  I:  |M| PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *  M:  |   PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *  L:  |   TL0PICIDX   |
 *      +-+-+-+-+-+-+-+-+
 *  T/K:|TID|Y| KEYIDX  |
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Vp8Descriptor {
    /** What {@link #write} writes. */
    public static final int WRITTEN_LENGTH = 4;

    private static final int EXTENDED = 0x80;
    private static final int NON_REFERENCE = 0x20;
    private static final int START = 0x10;

    private boolean start;
    private boolean nonReference;
    private int partition;
    private int pictureId;
    private boolean longPictureId;
    private int tl0PicIdx;
    private int temporalLayer;
    private boolean layerSync;
    private int keyIndex;
    private int length;

    /** Reads the descriptor at the start of an RTP payload; false when it is cut off or nothing follows it. */
    public boolean parse(byte[] buf, int off, int len) {
        pictureId = -1;
        longPictureId = false;
        tl0PicIdx = -1;
        temporalLayer = -1;
        keyIndex = -1;
        layerSync = false;
        length = 1;
        if (len < 2) {
            return false;
        }
        int first = buf[off];
        start = (first & START) != 0;
        nonReference = (first & NON_REFERENCE) != 0;
        partition = first & 0x07;
        return ((first & EXTENDED) == 0 || parseExtension(buf, off, len)) && length < len;
    }

    private boolean parseExtension(byte[] buf, int off, int len) {
        int flags = buf[off + 1];
        int at = 2;
        if ((flags & 0x80) != 0) {
            if (at >= len) {
                return false;
            }
            pictureId = buf[off + at++] & 0xFF;
            longPictureId = pictureId >= 0x80;
            if (longPictureId) {
                if (at >= len) {
                    return false;
                }
                pictureId = ((pictureId & 0x7F) << 8) | (buf[off + at++] & 0xFF);
            }
        }
        if ((flags & 0x40) != 0) {
            if (at >= len) {
                return false;
            }
            tl0PicIdx = buf[off + at++] & 0xFF;
        }
        if ((flags & 0x30) != 0) {
            if (at >= len) {
                return false;
            }
            int layers = buf[off + at++];
            temporalLayer = (flags & 0x20) != 0 ? (layers >> 6) & 3 : -1;
            layerSync = (flags & 0x20) != 0 && (layers & 0x20) != 0;
            keyIndex = (flags & 0x10) != 0 ? layers & 0x1F : -1;
        }
        length = at;
        return true;
    }

    /** Writes a descriptor with a 15-bit picture id for partition 0; returns {@link #WRITTEN_LENGTH}. */
    public static int write(byte[] out, int off, boolean start, boolean nonReference, int pictureId) {
        out[off] = (byte) (EXTENDED | (nonReference ? NON_REFERENCE : 0) | (start ? START : 0));
        out[off + 1] = (byte) 0x80;
        out[off + 2] = (byte) (0x80 | ((pictureId >> 8) & 0x7F));
        out[off + 3] = (byte) pictureId;
        return WRITTEN_LENGTH;
    }

    /** Whether an RTP payload begins a key frame: first of its frame, and the P bit of the frame (section 4.3) is 0. */
    public boolean parseIsKeyFrameStart(byte[] buf, int off, int len) {
        return parse(buf, off, len) && frameStart() && isKeyFrame(buf, off + length);
    }

    /** Whether the VP8 frame at {@code off} (behind the descriptor) is a key frame (RFC 6386 section 9.1). */
    public static boolean isKeyFrame(byte[] frame, int off) {
        return (frame[off] & 1) == 0;
    }

    /** Whether the payload is the first of a frame. */
    public boolean frameStart() {
        return start && partition == 0;
    }

    /** Bytes of the descriptor. */
    public int length() {
        return length;
    }

    public boolean nonReference() {
        return nonReference;
    }

    public boolean partitionStart() {
        return start;
    }

    public int partition() {
        return partition;
    }

    /** 7 or 15 bits; -1 = absent. */
    public int pictureId() {
        return pictureId;
    }

    /** Whether the picture id has 15 bits. */
    public boolean longPictureId() {
        return longPictureId;
    }

    /** -1 = absent. */
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /** -1 = absent. */
    public int temporalLayer() {
        return temporalLayer;
    }

    public boolean layerSync() {
        return layerSync;
    }

    /** -1 = absent. */
    public int keyIndex() {
        return keyIndex;
    }
}
