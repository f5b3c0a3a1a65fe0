package io.mediascope.media.srtp;

import java.util.List;

/**
 * Opens the packets of one SSRC (RFC 3711 section 3.3, RFC 7714 section 8): index estimate, replay window, keys by MKI. Belongs
 * to one thread.
 *
 * <p>The rollover counter is taken as 0 until a packet was opened or {@link #announce} said otherwise.
 */
public class SrtpReceiver {
    /**
     * @param keys newest first; at least one; without MKI only the first is used
     * @param ssrc the only one this receiver opens
     * @param mki whether packets carry an MKI
     */
    public SrtpReceiver(SrtpProfile profile, List<SrtpKey> keys, int ssrc, boolean mki) {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens the SRTP packet at {@code in[off .. off + len)} into {@code out}, header included. {@code in} may be {@code out};
     * distinct arrays cost less. When refused, what {@code out} holds is undefined (but for {@code in == out}: unchanged).
     *
     * @return the length of the RTP packet, or a negative {@link SrtpError}
     */
    public int unprotect(byte[] in, int off, int len, byte[] out, int outOff) {
        throw new UnsupportedOperationException();
    }

    /**
     * The sender's next packet is, or was, {@code seq} under {@code roc}: packets from there on are opened. Only ever moves
     * forward of what was opened (an index never falls under one key), and what was opened stays refused as a replay, so
     * repeated and late announcements do no harm.
     *
     * @return whether the position moved; loss statistics start anew then
     */
    public boolean announce(int roc, int seq) {
        throw new UnsupportedOperationException();
    }

    /** Takes these keys, newest first; keeps the window. */
    public void setKeys(List<SrtpKey> keys) {
        throw new UnsupportedOperationException();
    }

    /** The rollover counter of {@link #highestIndex}; 0 at first. */
    public int roc() {
        throw new UnsupportedOperationException();
    }

    /** {@code roc << 16 | seq} of the highest packet opened or announced; -1 at first. */
    public long highestIndex() {
        throw new UnsupportedOperationException();
    }

    /** The index of the packet that was opened last; -1 at first. */
    public long lastIndex() {
        throw new UnsupportedOperationException();
    }
}
