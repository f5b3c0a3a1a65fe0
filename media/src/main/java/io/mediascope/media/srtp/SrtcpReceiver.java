package io.mediascope.media.srtp;

import java.util.List;

/**
 * Opens SRTCP packets of one sender (RFC 3711 section 3.4, RFC 7714 section 9); refuses what is not encrypted. Belongs to one
 * thread.
 */
public final class SrtcpReceiver {
    private final TrailerLayout layout;
    private final KeyRing keys;

    /**
     * @param keys newest first; at least one; without MKI only the first is used
     * @param mki whether packets carry an MKI
     */
    public SrtcpReceiver(SrtpProfile profile, List<SrtpKey> keys, boolean mki) {
        this.layout = TrailerLayout.srtcp(profile, mki);
        this.keys = new KeyRing(keys, key -> PacketCipher.srtcp(profile, key), ReplayWindow::new);
    }

    /**
     * Opens the SRTCP packet at {@code in[off .. off + len)} into {@code out}, which needs room for {@code len} bytes. {@code in} may
     * be {@code out} when {@code off == outOff}. When refused, the packet's place in {@code out} is undefined, but unchanged when {@code in == out}.
     *
     * @return the length of the RTCP packet, or a negative {@link SrtpError}
     */
    public int unprotect(byte[] in, int off, int len, byte[] out, int outOff) {
        int plainLength = len - layout.length();
        if (!Srtcp.hasHeader(in, off, plainLength)) {
            return SrtpError.MALFORMED;
        }
        int end = off + plainLength;
        int word = Bytes.int32(in, layout.wordOffset(end));
        if ((word & Srtcp.ENCRYPTED) == 0) {
            return SrtpError.MALFORMED;
        }
        KeyRing.Entry key = layout.hasMki() ? keys.find(in[layout.mkiOffset(end)] & 0xFF) : keys.newest();
        if (key == null) {
            return SrtpError.UNKNOWN_MKI;
        }
        long index = word & Srtcp.MAX_INDEX;
        int refusal = key.window.check(index);
        if (refusal != 0) {
            return refusal;
        }
        int ssrc = Srtcp.ssrc(in, off);
        if (!key.cipher.open(
                in, off, Srtcp.HEADER_LENGTH, plainLength, out, outOff, ssrc, index, word, layout.tagOffset(end))) {
            return SrtpError.AUTH_FAILED;
        }
        System.arraycopy(in, off, out, outOff, Srtcp.HEADER_LENGTH);
        key.window.mark(index);
        return plainLength;
    }

    /** Takes these keys, newest first. A key that is new begins with an empty replay window. */
    public void setKeys(List<SrtpKey> newKeys) {
        keys.set(newKeys);
    }
}
