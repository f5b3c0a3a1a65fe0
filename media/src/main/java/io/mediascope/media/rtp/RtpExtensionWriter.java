package io.mediascope.media.rtp;

/**
 * Writes the header extensions of a packet in the one-byte form (RFC 8285 section 4.2), behind a header of {@link
 * RtpHeader#FIXED_LENGTH} bytes. An id of 0 (not negotiated) writes nothing; ids are at most {@link RtpExtensions#MAX_SHORT_ID}. The
 * caller sees to the room: 4 bytes and 3 of padding, and for each extension one more than its data. Reusable, one thread, no
 * allocation.
 */
public final class RtpExtensionWriter {
    /** Bytes of one extension's data, at most. */
    public static final int MAX_DATA = 16;

    private byte[] buf = new byte[0];
    private int packet;
    private int start;
    private int pos;

    /** Begins the extensions of the packet at {@code out[off]}. */
    public RtpExtensionWriter reset(byte[] out, int off) {
        buf = out;
        packet = off;
        start = off + RtpHeader.FIXED_LENGTH;
        pos = start + 4;
        return this;
    }

    /** Raw data: a text of 1 to 16 bytes (mid, rid), or data as it came. Data of another length writes nothing. */
    public RtpExtensionWriter data(int id, byte[] from, int off, int len) {
        if (id > 0 && len > 0 && len <= MAX_DATA) {
            begin(id, len);
            System.arraycopy(from, off, buf, pos, len);
            pos += len;
        }
        return this;
    }

    /** RFC 6464 section 3. */
    public RtpExtensionWriter audioLevel(int id, int level, boolean voice) {
        return id > 0 ? int8(id, (voice ? 0x80 : 0) | (level & 0x7F)) : this;
    }

    /** abs-send-time: 2^-18 s, modulo 64 s. */
    public RtpExtensionWriter absSendTime(int id, long nowNs) {
        return id > 0 ? int24(id, absSendTime(nowNs)) : this;
    }

    /** abs-send-time of a moment, 24 bits. */
    public static int absSendTime(long nowNs) {
        long in64Seconds = Math.floorMod(nowNs, 64_000_000_000L);
        return (int) ((in64Seconds << 18) / 1_000_000_000L);
    }

    /** The transport-wide sequence number, 16 bits. */
    public RtpExtensionWriter transportSequence(int id, int sequence) {
        if (id > 0) {
            begin(id, 2);
            buf[pos++] = (byte) (sequence >> 8);
            buf[pos++] = (byte) sequence;
        }
        return this;
    }

    /** The octet of 3GPP TS 26.114 section 7.4.5. */
    public RtpExtensionWriter videoOrientation(int id, int octet) {
        return id > 0 ? int8(id, octet) : this;
    }

    /** playout-delay, see {@link RtpExtensions#playoutDelay}. */
    public RtpExtensionWriter playoutDelay(int id, int delays) {
        return id > 0 ? int24(id, delays) : this;
    }

    /** Ends the extensions; without any the packet has none. Returns the length of the whole header. */
    public int end() {
        int data = pos - start - 4;
        if (data == 0) {
            buf[packet] &= (byte) ~0x10;
            return RtpHeader.FIXED_LENGTH;
        }
        while ((pos - start) % 4 != 0) {
            buf[pos++] = 0;
        }
        int words = (pos - start) / 4 - 1;
        buf[packet] |= 0x10;
        buf[start] = (byte) 0xBE;
        buf[start + 1] = (byte) 0xDE;
        buf[start + 2] = (byte) (words >> 8);
        buf[start + 3] = (byte) words;
        return pos - packet;
    }

    private void begin(int id, int length) {
        buf[pos++] = (byte) ((id << 4) | (length - 1));
    }

    private RtpExtensionWriter int8(int id, int value) {
        begin(id, 1);
        buf[pos++] = (byte) value;
        return this;
    }

    private RtpExtensionWriter int24(int id, int value) {
        begin(id, 3);
        buf[pos++] = (byte) (value >> 16);
        buf[pos++] = (byte) (value >> 8);
        buf[pos++] = (byte) value;
        return this;
    }
}
