package io.mediascope.media.srtp;

import java.util.List;

/** Opens SRTCP packets of one sender (RFC 3711 section 3.4, RFC 7714 section 9). Belongs to one thread. */
public class SrtcpReceiver {
    /**
     * @param keys newest first; at least one; without MKI only the first is used
     * @param mki whether packets carry an MKI
     */
    public SrtcpReceiver(SrtpProfile profile, List<SrtpKey> keys, boolean mki) {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens the SRTCP packet at {@code in[off .. off + len)} into {@code out}. {@code in} may be {@code out}. When refused, what
     * {@code out} holds is undefined (but for {@code in == out}: unchanged).
     *
     * @return the length of the RTCP packet, or a negative {@link SrtpError}
     */
    public int unprotect(byte[] in, int off, int len, byte[] out, int outOff) {
        throw new UnsupportedOperationException();
    }

    /** Takes these keys, newest first. A key that is new begins with an empty replay window. */
    public void setKeys(List<SrtpKey> keys) {
        throw new UnsupportedOperationException();
    }
}
