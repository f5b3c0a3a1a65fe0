package io.mediascope.media.rtcp;

/**
 * Writes RTCP packets one behind the other into an array. Reusable; belongs to one thread. A method that returns false had no room
 * and wrote nothing.
 */
public class RtcpWriter {
    /** What {@link #ccfbPacket} takes as arrival offset when it is longer ago than can be said. */
    public static final int CCFB_OFFSET_OVERFLOW = 0x1FFE;

    /** What {@link #ccfbPacket} takes as arrival offset when the time is not known. */
    public static final int CCFB_OFFSET_UNKNOWN = 0x1FFF;

    /** Begins anew at {@code buf[off .. off + capacity)}. */
    public RtcpWriter reset(byte[] buf, int off, int capacity) {
        throw new UnsupportedOperationException();
    }

    /** Bytes written since {@link #reset}. */
    public int length() {
        throw new UnsupportedOperationException();
    }

    /** A sender report without report blocks (RFC 3550 section 6.4.1); parameters as {@link RtcpHandler#senderReport}. */
    public boolean senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        throw new UnsupportedOperationException();
    }

    /** Begins a receiver report (RFC 3550 section 6.4.2): up to 31 {@link #receiverReportBlock}, then {@link #receiverReportEnd}. */
    public boolean receiverReportBegin(int senderSsrc) {
        throw new UnsupportedOperationException();
    }

    /** Parameters as {@link RtcpHandler#reportBlock}. */
    public boolean receiverReportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long extendedHighestSeq,
            long jitter,
            long lastSr,
            long delaySinceLastSr) {
        throw new UnsupportedOperationException();
    }

    /** Ends the receiver report that was begun. */
    public void receiverReportEnd() {
        throw new UnsupportedOperationException();
    }

    /**
     * A generic NACK (RFC 4585 section 6.2.1).
     *
     * @param seqs in rising order (modulo 2^16)
     * @return how many of them, from the first, had room
     */
    public int nack(int senderSsrc, int mediaSsrc, int[] seqs, int n) {
        throw new UnsupportedOperationException();
    }

    /** RFC 4585 section 6.3.1. */
    public boolean pli(int senderSsrc, int mediaSsrc) {
        throw new UnsupportedOperationException();
    }

    /** RFC 5104 section 4.3.1, one entry. */
    public boolean fir(int senderSsrc, int mediaSsrc, int seqNr) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins congestion control feedback (RFC 8888 section 3.1): for each stream {@link #ccfbStreamBegin}, {@link #ccfbPacket} for
     * each sequence number from its first on, {@link #ccfbStreamEnd}; then {@link #ccfbEnd}.
     */
    public boolean ccfbBegin(int senderSsrc) {
        throw new UnsupportedOperationException();
    }

    /** The reports on the packets of {@code ssrc} from {@code beginSeq} on follow. */
    public boolean ccfbStreamBegin(int ssrc, int beginSeq) {
        throw new UnsupportedOperationException();
    }

    /** The next packet of the stream; parameters as {@link RtcpHandler#ccfbPacket}, ecn and offset ignored when not received. */
    public boolean ccfbPacket(boolean received, int ecn, int arrivalOffset1024) {
        throw new UnsupportedOperationException();
    }

    /** Ends the stream's reports. */
    public void ccfbStreamEnd() {
        throw new UnsupportedOperationException();
    }

    /** Ends the feedback; its room was kept free. {@code reportTimestamp}: middle 32 bits of the NTP time now. */
    public void ccfbEnd(long reportTimestamp) {
        throw new UnsupportedOperationException();
    }

    /** APP "MSRO" subtype 0, see {@link RtcpHandler#rolloverAnnounce}. */
    public boolean rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
        throw new UnsupportedOperationException();
    }

    /** APP "MSRO" subtype 1, see {@link RtcpHandler#rolloverAck}. */
    public boolean rolloverAck(int senderSsrc, int ssrc, int roc) {
        throw new UnsupportedOperationException();
    }

    /** RFC 3550 section 6.6. */
    public boolean bye(int ssrc) {
        throw new UnsupportedOperationException();
    }
}
