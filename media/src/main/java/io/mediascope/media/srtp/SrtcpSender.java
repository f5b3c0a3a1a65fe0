package io.mediascope.media.srtp;

/**
 * Seals compound RTCP packets (RFC 3711 section 3.4, RFC 7714 section 9), always encrypted. One index for all sender SSRCs, so
 * one sender owns its key. Belongs to one thread.
 */
public class SrtcpSender {
    public SrtcpSender(SrtpProfile profile, SrtpKey key, boolean mki) {
        throw new UnsupportedOperationException();
    }

    /**
     * Seals the RTCP packet at {@code in[off .. off + len)} into {@code out}, which needs room for {@code len +} {@link
     * #overhead()} bytes. {@code in} may be {@code out} when {@code off == outOff}.
     *
     * @return the length of the SRTCP packet, or a negative {@link SrtpError}
     */
    public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
        throw new UnsupportedOperationException();
    }

    /** Bytes that sealing adds: tag, index and MKI. */
    public int overhead() {
        throw new UnsupportedOperationException();
    }
}
