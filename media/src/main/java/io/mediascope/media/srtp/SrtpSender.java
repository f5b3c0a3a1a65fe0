package io.mediascope.media.srtp;

/**
 * Seals the packets of one SSRC (RFC 3711 section 3.3, RFC 7714 section 8). The rollover counter begins at 0. Belongs to one
 * thread.
 *
 * <p>Never seals an index twice: packets may come out of order within the last {@value ReplayWindow#SIZE} indices, older and
 * repeated ones are refused.
 */
public class SrtpSender {
    /**
     * @param ssrc the only one this sender seals
     * @param mki whether the key's MKI is sent
     */
    public SrtpSender(SrtpProfile profile, SrtpKey key, int ssrc, boolean mki) {
        throw new UnsupportedOperationException();
    }

    /**
     * Seals the RTP packet at {@code in[off .. off + len)} into {@code out}, which needs room for {@code len +} {@link
     * #overhead()} bytes. {@code in} may be {@code out} when {@code off == outOff}; distinct arrays cost less.
     *
     * @return the length of the SRTP packet, or a negative {@link SrtpError}
     */
    public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
        throw new UnsupportedOperationException();
    }

    /** Seals under another key from the next packet on; indices go on. */
    public void setKey(SrtpKey key) {
        throw new UnsupportedOperationException();
    }

    /** The rollover counter of the highest index sealed. */
    public int roc() {
        throw new UnsupportedOperationException();
    }

    /** The rollover counter that a packet with this sequence number, next or out of order, would be sealed under. */
    public int rocOf(int sequenceNumber) {
        throw new UnsupportedOperationException();
    }

    /** Bytes that sealing adds: tag and MKI. */
    public int overhead() {
        throw new UnsupportedOperationException();
    }
}
