package io.mediascope.media.rtcp;

/**
 * Reads compound (RFC 3550 section 6.1) and reduced-size (RFC 5506) RTCP packets. Pure, makes no garbage, believes no length field:
 * each is held against what contains it. Unknown packet types are skipped.
 */
public final class RtcpReader {
    private RtcpReader() {}

    /** Hands all of {@code buf[off .. off + len)} to {@code handler}; false when malformed, after what came before the fault. */
    public static boolean read(byte[] buf, int off, int len, RtcpHandler handler) {
        if (len < 4) {
            return false;
        }
        throw new UnsupportedOperationException();
    }
}
