package io.mediascope.media.srtp;

import io.mediascope.media.rtp.RtpHeader;
import java.util.List;

/**
 * Opens the packets of one SSRC (RFC 3711 section 3.3, RFC 7714 section 8): index estimate, replay window, keys by MKI. Belongs
 * to one thread.
 *
 * <p>The rollover counter is taken as 0 until a packet was opened or {@link #announce} said otherwise.
 */
public final class SrtpReceiver {
    private final int ssrc;
    private final TrailerLayout layout;
    private final ReplayWindow window = new ReplayWindow();
    private final KeyRing keys;
    private long lastIndex = PacketIndex.NONE;

    /**
     * @param keys newest first; at least one; without MKI only the first is used
     * @param ssrc the only one this receiver opens
     * @param mki whether packets carry an MKI
     */
    public SrtpReceiver(SrtpProfile profile, List<SrtpKey> keys, int ssrc, boolean mki) {
        this.ssrc = ssrc;
        this.layout = TrailerLayout.srtp(profile, mki);
        this.keys = new KeyRing(keys, key -> PacketCipher.srtp(profile, key), () -> window);
    }

    /**
     * Opens the SRTP packet at {@code in[off .. off + len)} into {@code out}, header included; {@code out} needs room for {@code
     * len} bytes. {@code in} may be {@code out} when {@code off == outOff}. When refused, the packet's place in {@code out} is undefined, but unchanged when
     * {@code in == out}.
     *
     * @return the length of the RTP packet, or a negative {@link SrtpError}
     */
    public int unprotect(byte[] in, int off, int len, byte[] out, int outOff) {
        int plainLength = len - layout.length();
        if (!RtpHeader.isValid(in, off, plainLength) || RtpHeader.ssrc(in, off) != ssrc) {
            return SrtpError.MALFORMED;
        }
        int end = off + plainLength;
        KeyRing.Entry key = layout.hasMki() ? keys.find(in[layout.mkiOffset(end)] & 0xFF) : keys.newest();
        if (key == null) {
            return SrtpError.UNKNOWN_MKI;
        }
        long index = PacketIndex.estimate(window.highest(), RtpHeader.sequenceNumber(in, off));
        int refusal = index < 0 || index > PacketIndex.MAX ? SrtpError.TOO_OLD : window.check(index);
        if (refusal != 0) {
            return refusal;
        }
        int headerLength = RtpHeader.headerLength(in, off);
        int roc = PacketIndex.roc(index);
        if (!key.cipher.open(
                in, off, headerLength, plainLength, out, outOff, ssrc, index, roc, layout.tagOffset(end))) {
            return SrtpError.AUTH_FAILED;
        }
        System.arraycopy(in, off, out, outOff, headerLength);
        window.mark(index);
        lastIndex = index;
        return plainLength;
    }

    /**
     * The sender's next packet is, or was, {@code seq} under {@code roc}: packets from there on are opened. Never moves back (indices
     * never fall under one key), and what was opened stays refused as a replay, so repeated and late announcements do no harm.
     *
     * @return whether the position moved: what is missing before it was never sent here and is not lost
     */
    public boolean announce(int roc, int seq) {
        long index = PacketIndex.of(roc, seq);
        boolean moves = index > window.highest();
        window.advanceTo(index);
        return moves;
    }

    /** Takes these keys, newest first; keeps the window. */
    public void setKeys(List<SrtpKey> newKeys) {
        keys.set(newKeys);
    }

    /** The rollover counter of {@link #highestIndex}; 0 at first. */
    public int roc() {
        return PacketIndex.roc(window.highest());
    }

    /** {@code roc << 16 | seq} of the highest packet opened or announced; -1 at first. */
    public long highestIndex() {
        return window.highest();
    }

    /** The index of the packet that was opened last; -1 at first. */
    public long lastIndex() {
        return lastIndex;
    }
}
