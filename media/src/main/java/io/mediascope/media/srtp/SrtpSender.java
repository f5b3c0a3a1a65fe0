package io.mediascope.media.srtp;

import io.mediascope.media.rtp.RtpHeader;
import java.util.Objects;

/**
 * Seals the packets of one SSRC (RFC 3711 section 3.3, RFC 7714 section 8). The rollover counter begins at 0. Belongs to one
 * thread.
 *
 * <p>Never seals an index twice: packets may come out of order within the last 2048 indices; repeated and older ones are
 * refused. So is a jump of more than 2^15 sequence numbers, which cannot be told from an old packet.
 */
public final class SrtpSender {
    private final SrtpProfile profile;
    private final int ssrc;
    private final TrailerLayout layout;
    private final ReplayWindow sealed = new ReplayWindow();
    private PacketCipher cipher;
    private int mki;
    private long lastIndex = PacketIndex.NONE;

    /**
     * @param ssrc the only one this sender seals
     * @param mki whether the key's MKI is sent
     */
    public SrtpSender(SrtpProfile profile, SrtpKey key, int ssrc, boolean mki) {
        this.profile = profile;
        this.ssrc = ssrc;
        this.layout = TrailerLayout.srtp(profile, mki);
        this.cipher = PacketCipher.srtp(profile, key);
        this.mki = key.mki();
    }

    /**
     * Seals the RTP packet at {@code in[off .. off + len)} into {@code out}, which needs room for {@code len +} {@link
     * #overhead()} bytes. {@code in} may be {@code out} when {@code off == outOff}.
     *
     * @return the length of the SRTP packet, or a negative {@link SrtpError}
     */
    public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
        Objects.checkFromIndexSize(outOff, len + layout.length(), out.length);
        if (!RtpHeader.isValid(in, off, len) || RtpHeader.ssrc(in, off) != ssrc) {
            return SrtpError.MALFORMED;
        }
        int refusal = skip(RtpHeader.sequenceNumber(in, off));
        if (refusal != 0) {
            return refusal;
        }
        long index = lastIndex;
        int headerLength = RtpHeader.headerLength(in, off);
        int end = outOff + len;
        System.arraycopy(in, off, out, outOff, headerLength);
        cipher.seal(
                in, off, headerLength, len, out, outOff, ssrc, index, PacketIndex.roc(index), layout.tagOffset(end));
        if (layout.hasMki()) {
            out[layout.mkiOffset(end)] = (byte) mki;
        }
        return len + layout.length();
    }

    /**
     * Uses up the index of a packet that nobody is to get, so that the rollover counter goes on.
     *
     * @return 0, or a negative {@link SrtpError} when the index cannot be used any more
     */
    public int skip(int sequenceNumber) {
        long index = PacketIndex.estimate(sealed.highest(), sequenceNumber);
        if (index > PacketIndex.MAX) {
            return SrtpError.KEY_EXHAUSTED;
        }
        if (index < 0 || sealed.check(index) != 0) {
            return SrtpError.INDEX_USED;
        }
        // Before sealing, so that nothing that fails on the way can lead to a second seal.
        sealed.mark(index);
        lastIndex = index;
        return 0;
    }

    /** {@code roc << 16 | seq} of the packet sealed or skipped last; -1 at first. */
    public long lastIndex() {
        return lastIndex;
    }

    /** Seals under another key from the next packet on; indices go on. */
    public void setKey(SrtpKey key) {
        cipher = PacketCipher.srtp(profile, key);
        mki = key.mki();
    }

    /** The rollover counter of the highest index sealed; 0 at first. */
    public int roc() {
        return PacketIndex.roc(sealed.highest());
    }

    /** The rollover counter that a packet with this sequence number, next or out of order, is sealed under. */
    public int rocOf(int sequenceNumber) {
        return PacketIndex.roc(PacketIndex.estimate(sealed.highest(), sequenceNumber));
    }

    /** Bytes that sealing adds: tag and MKI. */
    public int overhead() {
        return layout.length();
    }
}
