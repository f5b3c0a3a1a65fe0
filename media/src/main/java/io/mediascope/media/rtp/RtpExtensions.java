package io.mediascope.media.rtp;

import java.nio.charset.StandardCharsets;

/**
 * The header extensions of a packet in their one-byte and two-byte forms (RFC 8285 section 4), a reusable view. A fault within ends
 * the reading: what stood before it is there. No allocation but where said.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       0xBE    |    0xDE       |       length in words         |   or 0x100, appbits
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | L - 1 |     data ...  |  0 (pad)  ...                 |   or ID, L of 8 bits each
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtpExtensions {
    /** The highest id of the one-byte form. */
    public static final int MAX_SHORT_ID = 14;

    /** What the accessors of values say when the extension is not there. */
    public static final int ABSENT = -1;

    private static final int MAX_ELEMENTS = 32;
    private static final int ONE_BYTE = 0xBEDE;
    private static final int TWO_BYTE = 0x1000;

    private final int[] ids = new int[MAX_ELEMENTS];
    private final int[] offsets = new int[MAX_ELEMENTS];
    private final int[] lengths = new int[MAX_ELEMENTS];
    private byte[] buf = new byte[0];
    private int count;

    /** Reads those of a packet that {@link RtpHeader#isValid} held for; returns how many there are. */
    public int parse(byte[] packet, int off) {
        buf = packet;
        count = 0;
        if ((packet[off] & 0x10) == 0) {
            return 0;
        }
        int at = off + RtpHeader.FIXED_LENGTH + 4 * (packet[off] & 0x0F);
        int profile = uint16(at);
        int end = at + 4 + 4 * uint16(at + 2);
        if (profile == ONE_BYTE) {
            readShort(at + 4, end);
        } else if ((profile & 0xFFF0) == TWO_BYTE) {
            readLong(at + 4, end);
        }
        return count;
    }

    private void readShort(int from, int end) {
        int at = from;
        while (at < end && count < MAX_ELEMENTS) {
            int id = (buf[at] & 0xFF) >> 4;
            int length = (buf[at] & 0x0F) + 1;
            at++;
            if (id == 0) {
                continue;
            }
            if (id > MAX_SHORT_ID || at + length > end) {
                return;
            }
            add(id, at, length);
            at += length;
        }
    }

    private void readLong(int from, int end) {
        int at = from;
        while (at < end && count < MAX_ELEMENTS) {
            int id = buf[at++] & 0xFF;
            if (id == 0) {
                continue;
            }
            if (at == end || at + 1 + (buf[at] & 0xFF) > end) {
                return;
            }
            int length = buf[at] & 0xFF;
            add(id, at + 1, length);
            at += 1 + length;
        }
    }

    private void add(int id, int at, int length) {
        ids[count] = id;
        offsets[count] = at;
        lengths[count] = length;
        count++;
    }

    /** Where the data of an extension begins in the packet's array, or {@link #ABSENT}; id 0 is never there. */
    public int offset(int id) {
        int element = element(id);
        return element < 0 ? ABSENT : offsets[element];
    }

    /** Bytes of the data of an extension; 0 when it is not there. */
    public int length(int id) {
        int element = element(id);
        return element < 0 ? 0 : lengths[element];
    }

    /** RFC 6464 section 3: 0 (loudest) to 127 (silence) in -dBov, or {@link #ABSENT}. */
    public int audioLevel(int id) {
        int element = element(id, 1);
        return element < 0 ? ABSENT : buf[offsets[element]] & 0x7F;
    }

    /** RFC 6464 section 3: whether the sender takes the packet for voice; false when it is not there. */
    public boolean voice(int id) {
        int element = element(id, 1);
        return element >= 0 && buf[offsets[element]] < 0;
    }

    /** The transport-wide sequence number, 0 to 65535, or {@link #ABSENT}. */
    public int transportSequence(int id) {
        int element = element(id, 2);
        return element < 0 ? ABSENT : uint16(offsets[element]);
    }

    /** abs-send-time in units of 2^-18 s, modulo 64 s, or {@link #ABSENT}. */
    public int absSendTime(int id) {
        int element = element(id, 3);
        return element < 0 ? ABSENT : uint24(offsets[element]);
    }

    /** The octet of 3GPP TS 26.114 section 7.4.5 (camera, flip, rotation), or {@link #ABSENT}. */
    public int videoOrientation(int id) {
        int element = element(id, 1);
        return element < 0 ? ABSENT : buf[offsets[element]] & 0xFF;
    }

    /** playout-delay: minimum and maximum, 12 bits each, in units of 10 ms, or {@link #ABSENT}. */
    public int playoutDelay(int id) {
        int element = element(id, 3);
        return element < 0 ? ABSENT : uint24(offsets[element]);
    }

    /** A text (mid, rid), or an empty one. Allocates: only until it is latched. */
    public String text(int id) {
        int element = element(id);
        return element < 0 ? "" : new String(buf, offsets[element], lengths[element], StandardCharsets.ISO_8859_1);
    }

    private int element(int id) {
        if (id > 0) {
            for (int i = 0; i < count; i++) {
                if (ids[i] == id) {
                    return i;
                }
            }
        }
        return ABSENT;
    }

    private int element(int id, int minLength) {
        int element = element(id);
        return element >= 0 && lengths[element] >= minLength ? element : ABSENT;
    }

    private int uint16(int at) {
        return (buf[at] & 0xFF) << 8 | (buf[at + 1] & 0xFF);
    }

    private int uint24(int at) {
        return uint16(at) << 8 | (buf[at + 2] & 0xFF);
    }
}
