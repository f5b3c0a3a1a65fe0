package io.mediascope.media.munge;

import io.mediascope.media.codec.Vp8Descriptor;

/**
 * Picture ids, TL0PICIDX and KEYIDX of one outgoing VP8 stream (RFC 7741 section 4.2), made from sources that change. Picture ids
 * leave with 15 bits, whatever the source has: browsers count on their going on by one. One thread, no allocation.
 *
 * <p>What a packet left with is one number, {@link #map}'s answer, from which {@link #write} makes the descriptor again for a
 * retransmission.
 */
public final class Vp8Munger {
    /** {@link #map}: the picture is from before the source changed, or was left out. */
    public static final long REFUSED = -1;

    /** How many bytes a descriptor may grow by. */
    public static final int MAX_GROWTH = 1;

    private static final int NONE = -1;
    private static final long PICTURE_ID = 1L << 40;
    private static final long TL0_PIC_IDX = 1L << 41;
    private static final long LAYER = 1L << 42;
    private static final long KEY_INDEX = 1L << 43;

    private final Renumbering pictures;
    private boolean switched = true;
    private int tl0Offset;
    private int keyOffset;
    private int lastTl0;
    private int lastKey;

    /** @param firstPictureId any; the lower 15 bits count */
    public Vp8Munger(int firstPictureId) {
        this.pictures = new Renumbering(0x8000L + (firstPictureId & 0x7FFF));
    }

    /** The next packet is of another source, and begins a key frame. */
    public void switchSource() {
        pictures.restart();
        switched = true;
    }

    /** What the packet's descriptor leaves with, for {@link #write}, or {@link #REFUSED}. Packets of one picture give the same. */
    public long map(Vp8Descriptor in) {
        if (switched) {
            begin(in);
        }
        long out = 0;
        if (in.pictureId() != NONE) {
            long picture = pictures.mapShared(extend(in));
            if (picture < 0) {
                return REFUSED;
            }
            out |= PICTURE_ID | ((picture & 0x7FFF) << 16);
        }
        if (in.tl0PicIdx() != NONE) {
            int tl0 = (in.tl0PicIdx() + tl0Offset) & 0xFF;
            lastTl0 = newer(tl0, lastTl0, 0xFF) ? tl0 : lastTl0;
            out |= TL0_PIC_IDX | ((long) tl0 << 8);
        }
        if (in.keyIndex() != NONE) {
            int key = (in.keyIndex() + keyOffset) & 0x1F;
            lastKey = newer(key, lastKey, 0x1F) ? key : lastKey;
            out |= KEY_INDEX | key;
        }
        return in.temporalLayer() == NONE ? out : out | LAYER | (long) layer(in);
    }

    /** The packet's picture is left out on purpose: those after it move up. Call for each packet of the picture. */
    public void leaveOut(Vp8Descriptor in) {
        if (!switched && in.pictureId() != NONE) {
            pictures.leaveOut(extend(in));
        }
    }

    /**
     * Writes the descriptor of a packet.
     *
     * @param firstByte the source descriptor's first byte
     * @param numbers from {@link #map}
     * @return its length, at most {@link #MAX_GROWTH} more than the source's
     */
    public static int write(byte[] out, int off, byte firstByte, long numbers) {
        if (numbers == 0) {
            out[off] = (byte) (firstByte & 0x7F);
            return 1;
        }
        int at = off + 2;
        out[off] = (byte) (firstByte | 0x80);
        if ((numbers & PICTURE_ID) != 0) {
            out[at++] = (byte) (0x80 | ((numbers >> 24) & 0x7F));
            out[at++] = (byte) (numbers >> 16);
        }
        if ((numbers & TL0_PIC_IDX) != 0) {
            out[at++] = (byte) (numbers >> 8);
        }
        if ((numbers & (LAYER | KEY_INDEX)) != 0) {
            out[at++] = (byte) (numbers & 0xFF);
        }
        out[off + 1] = (byte) flags(numbers);
        return at - off;
    }

    private static int flags(long numbers) {
        return ((numbers & PICTURE_ID) != 0 ? 0x80 : 0)
                | ((numbers & TL0_PIC_IDX) != 0 ? 0x40 : 0)
                | ((numbers & LAYER) != 0 ? 0x20 : 0)
                | ((numbers & KEY_INDEX) != 0 ? 0x10 : 0);
    }

    private static int layer(Vp8Descriptor in) {
        return (in.temporalLayer() << 6) | (in.layerSync() ? 0x20 : 0);
    }

    private void begin(Vp8Descriptor in) {
        switched = false;
        if (in.tl0PicIdx() != NONE) {
            tl0Offset = lastTl0 + 1 - in.tl0PicIdx();
        }
        if (in.keyIndex() != NONE) {
            keyOffset = lastKey + 1 - in.keyIndex();
        }
    }

    /** The extended picture id nearest to the highest one; the source has 7 or 15 bits of it. */
    private long extend(Vp8Descriptor in) {
        if (!pictures.started()) {
            return 0x8000L + in.pictureId();
        }
        int spare = in.longPictureId() ? 17 : 25;
        int distance = (in.pictureId() - (int) pictures.highest()) << spare >> spare;
        return pictures.highest() + distance;
    }

    private static boolean newer(int a, int b, int mask) {
        int distance = (a - b) & mask;
        return distance != 0 && distance <= mask / 2;
    }
}
