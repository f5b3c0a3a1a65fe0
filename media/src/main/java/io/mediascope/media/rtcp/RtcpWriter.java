package io.mediascope.media.rtcp;

import java.util.Arrays;

/**
 * Writes RTCP packets one behind the other into an array. Reusable; belongs to one thread. A method that returns false had no room
 * and wrote nothing.
 */
public final class RtcpWriter {
    /** What {@link #ccfbPacket} takes as arrival offset when it is longer ago than can be said. */
    public static final int CCFB_OFFSET_OVERFLOW = 0x1FFE;

    /** What {@link #ccfbPacket} takes as arrival offset when the time is not known. */
    public static final int CCFB_OFFSET_UNKNOWN = 0x1FFF;

    private static final int MAX_REPORT_BLOCKS = 31;
    private static final int NONE = -1;

    private byte[] buf = new byte[0];
    private int start;
    private int pos;
    private int limit;
    /** Where the packet, and the CCFB stream within it, that is being written began. */
    private int packetStart = NONE;

    private int streamStart = NONE;
    private int streamPackets;

    /** Begins anew at {@code out[off .. off + capacity)}. */
    public RtcpWriter reset(byte[] out, int off, int capacity) {
        buf = out;
        start = off;
        pos = off;
        limit = off + capacity;
        packetStart = NONE;
        streamStart = NONE;
        return this;
    }

    /** Bytes written since {@link #reset}. */
    public int length() {
        return pos - start;
    }

    /** A sender report without report blocks (RFC 3550 section 6.4.1); parameters as {@link RtcpHandler#senderReport}. */
    public boolean senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        if (!begin(RtcpFormat.SENDER_REPORT_LENGTH, 0, RtcpFormat.SENDER_REPORT)) {
            return false;
        }
        putInt32(senderSsrc);
        putInt32((int) (ntp64 >> 32));
        putInt32((int) ntp64);
        putInt32((int) rtpTimestamp);
        putInt32((int) packets);
        putInt32((int) octets);
        return end();
    }

    /** Begins a receiver report (RFC 3550 section 6.4.2): up to 31 {@link #receiverReportBlock}, then {@link #receiverReportEnd}. */
    public boolean receiverReportBegin(int senderSsrc) {
        if (!begin(RtcpFormat.RECEIVER_REPORT_LENGTH, 0, RtcpFormat.RECEIVER_REPORT)) {
            return false;
        }
        putInt32(senderSsrc);
        return true;
    }

    /** Parameters as {@link RtcpHandler#reportBlock}; false also when the report has 31 blocks. */
    public boolean receiverReportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long extendedHighestSeq,
            long jitter,
            long lastSr,
            long delaySinceLastSr) {
        requireBegun();
        if (!hasRoom(RtcpFormat.REPORT_BLOCK_LENGTH) || (buf[packetStart] & 0x1F) == MAX_REPORT_BLOCKS) {
            return false;
        }
        buf[packetStart]++;
        putInt32(ssrc);
        putInt32(fractionLost << 24 | (cumulativeLost & 0xFF_FFFF));
        putInt32((int) extendedHighestSeq);
        putInt32((int) jitter);
        putInt32((int) lastSr);
        putInt32((int) delaySinceLastSr);
        return true;
    }

    /** Ends the receiver report that was begun. */
    public void receiverReportEnd() {
        requireBegun();
        end();
    }

    /**
     * A generic NACK (RFC 4585 section 6.2.1).
     *
     * @param seqs in rising order (modulo 2^16)
     * @return how many of them, from the first, had room
     */
    public int nack(int senderSsrc, int mediaSsrc, int[] seqs, int n) {
        if (n == 0 || !hasRoom(RtcpFormat.FEEDBACK_LENGTH + 4)) {
            return 0;
        }
        beginFeedback(RtcpFormat.NACK, RtcpFormat.TRANSPORT_FEEDBACK, senderSsrc, mediaSsrc);
        int done = 0;
        while (done < n && hasRoom(4)) {
            int pid = seqs[done++] & 0xFFFF;
            int following = 0;
            for (int distance; done < n && (distance = (seqs[done] - pid) & 0xFFFF) <= 16; done++) {
                following |= distance == 0 ? 0 : 1 << (distance - 1);
            }
            putInt32(pid << 16 | following);
        }
        end();
        return done;
    }

    /** RFC 4585 section 6.3.1. */
    public boolean pli(int senderSsrc, int mediaSsrc) {
        return hasRoom(RtcpFormat.FEEDBACK_LENGTH)
                && beginFeedback(RtcpFormat.PLI, RtcpFormat.PAYLOAD_FEEDBACK, senderSsrc, mediaSsrc)
                && end();
    }

    /** RFC 5104 section 4.3.1, one entry. */
    public boolean fir(int senderSsrc, int mediaSsrc, int seqNr) {
        if (!hasRoom(RtcpFormat.FEEDBACK_LENGTH + RtcpFormat.FIR_ENTRY_LENGTH)) {
            return false;
        }
        beginFeedback(RtcpFormat.FIR, RtcpFormat.PAYLOAD_FEEDBACK, senderSsrc, 0);
        putInt32(mediaSsrc);
        putInt32(seqNr << 24);
        return end();
    }

    /**
     * Begins congestion control feedback (RFC 8888 section 3.1): for each stream {@link #ccfbStreamBegin}, {@link #ccfbPacket} for
     * each sequence number from its first on, {@link #ccfbStreamEnd}; then {@link #ccfbEnd}.
     */
    public boolean ccfbBegin(int senderSsrc) {
        if (!begin(RtcpFormat.FEEDBACK_LENGTH, RtcpFormat.CONGESTION_CONTROL, RtcpFormat.TRANSPORT_FEEDBACK)) {
            return false;
        }
        limit -= 4; // the report's time
        putInt32(senderSsrc);
        return true;
    }

    /** The reports on the packets of {@code ssrc} from {@code beginSeq} on follow. False when not even one would have room. */
    public boolean ccfbStreamBegin(int ssrc, int beginSeq) {
        requireBegun();
        if (!hasRoom(RtcpFormat.CCFB_STREAM_LENGTH + 4)) {
            return false;
        }
        streamStart = pos;
        streamPackets = 0;
        putInt32(ssrc);
        putInt32(beginSeq << 16);
        return true;
    }

    /** The next packet of the stream; parameters as {@link RtcpHandler#ccfbPacket}, ecn and offset ignored when not received. */
    public boolean ccfbPacket(boolean received, int ecn, int arrivalOffset1024) {
        boolean startsWord = streamPackets % 2 == 0;
        if ((startsWord && !hasRoom(4)) || streamPackets == RtcpFormat.CCFB_MAX_PACKETS) {
            return false;
        }
        streamPackets++;
        putInt16(received ? 0x8000 | (ecn & 0x3) << 13 | (arrivalOffset1024 & 0x1FFF) : 0);
        return true;
    }

    /** Ends the stream's reports; a stream without any leaves nothing. */
    public void ccfbStreamEnd() {
        if (streamPackets == 0) {
            pos = streamStart;
        } else {
            int after = pos;
            pos = streamStart + 6;
            putInt16(streamPackets);
            pos = after;
            if (streamPackets % 2 != 0) {
                putInt16(0);
            }
        }
        streamStart = NONE;
    }

    /** Ends the feedback; its room was kept free. {@code reportTimestamp}: middle 32 bits of the NTP time now. */
    public void ccfbEnd(long reportTimestamp) {
        requireBegun();
        limit += 4;
        putInt32((int) reportTimestamp);
        end();
    }

    /** APP "MSRO" subtype 0, see {@link RtcpHandler#rolloverAnnounce}. */
    public boolean rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
        return rollover(RtcpFormat.ROLLOVER_ANNOUNCE, senderSsrc, ssrc, roc, seq);
    }

    /** APP "MSRO" subtype 1, see {@link RtcpHandler#rolloverAck}. */
    public boolean rolloverAck(int senderSsrc, int ssrc, int roc) {
        return rollover(RtcpFormat.ROLLOVER_ACK, senderSsrc, ssrc, roc, 0);
    }

    private boolean rollover(int subtype, int senderSsrc, int ssrc, int roc, int seq) {
        if (!begin(RtcpFormat.ROLLOVER_LENGTH, subtype, RtcpFormat.APP)) {
            return false;
        }
        putInt32(senderSsrc);
        putInt32(RtcpFormat.ROLLOVER_NAME);
        putInt32(ssrc);
        putInt32(roc);
        putInt32(seq << 16);
        return end();
    }

    /**
     * A source description with a CNAME alone (RFC 3550 section 6.5).
     *
     * @param cname UTF-8, 1 to 255 bytes
     */
    public boolean sdesCname(int ssrc, byte[] cname) {
        int length = Math.min(cname.length, RtcpFormat.MAX_CNAME);
        int padded = (2 + length) / 4 * 4 + 4; // at least one zero byte ends the list
        if (!begin(RtcpFormat.HEADER_LENGTH + 4 + padded, 1, RtcpFormat.SOURCE_DESCRIPTION)) {
            return false;
        }
        putInt32(ssrc);
        int itemsEnd = pos + padded;
        putInt16(RtcpFormat.CNAME << 8 | length);
        System.arraycopy(cname, 0, buf, pos, length);
        Arrays.fill(buf, pos + length, itemsEnd, (byte) 0);
        pos = itemsEnd;
        return end();
    }

    /**
     * Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
     *
     * @param feedback from the base sequence number on; filled up to whole words with zeros
     */
    public boolean transportFeedback(int senderSsrc, int mediaSsrc, byte[] feedback, int len) {
        int padded = (len + 3) / 4 * 4;
        if (!hasRoom(RtcpFormat.FEEDBACK_LENGTH + padded)) {
            return false;
        }
        beginFeedback(RtcpFormat.TRANSPORT_WIDE, RtcpFormat.TRANSPORT_FEEDBACK, senderSsrc, mediaSsrc);
        System.arraycopy(feedback, 0, buf, pos, len);
        Arrays.fill(buf, pos + len, pos + padded, (byte) 0);
        pos += padded;
        return end();
    }

    /** Bytes that are left. */
    public int room() {
        return limit - pos;
    }

    /** RFC 3550 section 6.6. */
    public boolean bye(int ssrc) {
        if (!begin(RtcpFormat.HEADER_LENGTH + 4, 1, RtcpFormat.BYE)) {
            return false;
        }
        putInt32(ssrc);
        return end();
    }

    private boolean beginFeedback(int format, int type, int senderSsrc, int mediaSsrc) {
        begin(RtcpFormat.FEEDBACK_LENGTH, format, type);
        putInt32(senderSsrc);
        putInt32(mediaSsrc);
        return true;
    }

    private boolean begin(int minLength, int countOrFormat, int type) {
        if (packetStart != NONE) {
            throw new IllegalStateException("the packet before was not ended");
        }
        if (!hasRoom(minLength)) {
            return false;
        }
        packetStart = pos;
        putInt16((0x80 | countOrFormat) << 8 | type);
        putInt16(0);
        return true;
    }

    private boolean end() {
        int after = pos;
        pos = packetStart + 2;
        putInt16((after - packetStart) / 4 - 1);
        pos = after;
        packetStart = NONE;
        return true;
    }

    private void requireBegun() {
        if (packetStart == NONE) {
            throw new IllegalStateException("nothing was begun");
        }
    }

    private boolean hasRoom(int length) {
        return limit - pos >= length;
    }

    private void putInt16(int value) {
        buf[pos++] = (byte) (value >> 8);
        buf[pos++] = (byte) value;
    }

    private void putInt32(int value) {
        putInt16(value >> 16);
        putInt16(value);
    }
}
