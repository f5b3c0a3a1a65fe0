package io.mediascope.media.srtp;

import java.util.Objects;

/**
 * Seals compound RTCP packets (RFC 3711 section 3.4, RFC 7714 section 9), always encrypted. One index for all sender SSRCs, so
 * one sender owns its key. Belongs to one thread.
 */
public final class SrtcpSender {
    private final TrailerLayout layout;
    private final PacketCipher cipher;
    private final int mki;
    private long nextIndex;

    /** @param mki whether the key's MKI is sent */
    public SrtcpSender(SrtpProfile profile, SrtpKey key, boolean mki) {
        this.layout = TrailerLayout.srtcp(profile, mki);
        this.cipher = PacketCipher.srtcp(profile, key);
        this.mki = key.mki();
    }

    /**
     * Seals the RTCP packet at {@code in[off .. off + len)} into {@code out}, which needs room for {@code len +} {@link
     * #overhead()} bytes. {@code in} may be {@code out} when {@code off == outOff}.
     *
     * @return the length of the SRTCP packet, or a negative {@link SrtpError}
     */
    public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
        Objects.checkFromIndexSize(outOff, len + layout.length(), out.length);
        if (!Srtcp.hasHeader(in, off, len)) {
            return SrtpError.MALFORMED;
        }
        if (nextIndex > Srtcp.MAX_INDEX) {
            return SrtpError.KEY_EXHAUSTED;
        }
        long index = nextIndex++;
        int word = Srtcp.ENCRYPTED | (int) index;
        int end = outOff + len;
        System.arraycopy(in, off, out, outOff, Srtcp.HEADER_LENGTH);
        cipher.seal(
                in,
                off,
                Srtcp.HEADER_LENGTH,
                len,
                out,
                outOff,
                Srtcp.ssrc(in, off),
                index,
                word,
                layout.tagOffset(end));
        Bytes.putInt32(out, layout.wordOffset(end), word);
        if (layout.hasMki()) {
            out[layout.mkiOffset(end)] = (byte) mki;
        }
        return len + layout.length();
    }

    /** Bytes that sealing adds: tag, index and MKI. */
    public int overhead() {
        return layout.length();
    }
}
