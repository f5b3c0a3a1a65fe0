package io.mediascope.media.srtp;

/**
 * What SRTCP leaves in clear (RFC 3711 section 3.4): the first packet's header, the SSRC, and the word with E flag and index.
 *
 * <pre>
 * |V=2|P|    RC   |   PT=SR or RR   |             length          |
 * |                         SSRC of sender                        |
 * | encrypted                                                     |
 * |E|                         SRTCP index                         |
 * </pre>
 */
public final class Srtcp {
    static final int HEADER_LENGTH = 8;
    static final int ENCRYPTED = 0x8000_0000;
    static final long MAX_INDEX = 0x7FFF_FFFF;

    private Srtcp() {}

    /** Whether it begins as RTCP does (RFC 5761 section 4). */
    static boolean hasHeader(byte[] buf, int off, int len) {
        int type = len < HEADER_LENGTH ? 0 : buf[off + 1] & 0xFF;
        return type >= 192 && type <= 223 && (buf[off] & 0xC0) == 0x80;
    }

    /** SSRC of the sender; the packet has at least eight bytes. */
    public static int ssrc(byte[] buf, int off) {
        return Bytes.int32(buf, off + 4);
    }
}
