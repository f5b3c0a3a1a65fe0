package io.mediascope.media.munge;

import io.mediascope.media.rtp.RtpHeader;

/**
 * Retransmission payloads (RFC 4588 section 4): the original sequence number, then the original payload, under an SSRC, a sequence
 * and a payload type of their own.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 RTP header, of the RTX stream                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  original sequence number     |    original payload ...       |
 * </pre>
 *
 * <p>Packets are plain and valid ({@link RtpHeader#isValid}). Static, no allocation.
 */
public final class Rtx {
    /** By how much a packet grows. */
    public static final int GROWTH = 2;

    /** {@link #unwrap}: there is no original packet in it (padding, a probe). */
    public static final int EMPTY = -1;

    private static final int SSRC_OFFSET = 8;

    private Rtx() {}

    /** Wraps {@code in[off .. off + len)} into {@code out}, which is another array or place; returns the length there. */
    public static int wrap(
            byte[] in, int off, int len, int payloadType, int ssrc, int sequenceNumber, byte[] out, int outOff) {
        int header = RtpHeader.headerLength(in, off);
        System.arraycopy(in, off, out, outOff, header);
        System.arraycopy(in, off + header, out, outOff + header + GROWTH, len - header);
        putInt16(out, outOff + header, RtpHeader.sequenceNumber(in, off));
        putHeader(out, outOff, payloadType, ssrc, sequenceNumber);
        return len + GROWTH;
    }

    /**
     * Unwraps the RTX packet {@code in[off .. off + len)} into {@code out}, which may be the same place; padding is taken off.
     *
     * @param payloadType and {@code ssrc}: of the original stream
     * @return the length of the original packet, or {@link #EMPTY}
     */
    public static int unwrap(byte[] in, int off, int len, int payloadType, int ssrc, byte[] out, int outOff) {
        int header = RtpHeader.headerLength(in, off);
        int padding = RtpHeader.paddingLength(in, off, len);
        int payload = len - header - padding - GROWTH;
        if (padding < 0 || payload <= 0) {
            return EMPTY;
        }
        int original = (in[off + header] & 0xFF) << 8 | (in[off + header + 1] & 0xFF);
        System.arraycopy(in, off, out, outOff, header);
        System.arraycopy(in, off + header + GROWTH, out, outOff + header, payload);
        out[outOff] &= (byte) ~0x20;
        putHeader(out, outOff, payloadType, ssrc, original);
        return header + payload;
    }

    private static void putHeader(byte[] out, int off, int payloadType, int ssrc, int sequenceNumber) {
        out[off + 1] = (byte) ((out[off + 1] & 0x80) | payloadType);
        putInt16(out, off + 2, sequenceNumber);
        putInt16(out, off + SSRC_OFFSET, ssrc >>> 16);
        putInt16(out, off + SSRC_OFFSET + 2, ssrc);
    }

    private static void putInt16(byte[] out, int off, int value) {
        out[off] = (byte) (value >> 8);
        out[off + 1] = (byte) value;
    }
}
