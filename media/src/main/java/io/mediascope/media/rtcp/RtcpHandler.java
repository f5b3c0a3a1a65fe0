package io.mediascope.media.rtcp;

/** What {@link RtcpReader} finds, in the order of the packet. Implement what is of interest. SSRCs are unsigned 32 bits. */
public interface RtcpHandler {
    /**
     * RFC 3550 section 6.4.1.
     *
     * @param ntp64 NTP time of sending, 32.32 bits
     * @param rtpTimestamp the same moment on the RTP clock, 0 to 2^32 - 1
     * @param packets sent, modulo 2^32
     * @param octets payload bytes sent, modulo 2^32
     */
    default void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {}

    /**
     * RFC 3550 section 6.4.1, of a sender or receiver report.
     *
     * @param ssrc the stream reported on
     * @param fractionLost in 1/256 since the last report
     * @param cumulativeLost signed 24 bits
     * @param extendedHighestSeq cycles and highest sequence number, 0 to 2^32 - 1
     * @param jitter in units of the RTP clock
     * @param lastSr middle 32 bits of the NTP time of the last sender report; 0 = none
     * @param delaySinceLastSr in 1/65536 s
     */
    default void reportBlock(
            int senderSsrc,
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long extendedHighestSeq,
            long jitter,
            long lastSr,
            long delaySinceLastSr) {}

    /**
     * RFC 4585 section 6.2.1, once for each pair.
     *
     * @param pid a lost packet's sequence number
     * @param blp bit i set: {@code pid + i + 1} is lost too
     */
    default void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {}

    /** RFC 4585 section 6.3.1. */
    default void pli(int senderSsrc, int mediaSsrc) {}

    /**
     * RFC 5104 section 4.3.1, once for each entry.
     *
     * @param seqNr 0 to 255; the same number again is the same request
     */
    default void fir(int senderSsrc, int mediaSsrc, int seqNr) {}

    /**
     * RFC 8888 section 3.1: a congestion control feedback report begins.
     *
     * @param reportTimestamp middle 32 bits of the NTP time of the report, 0 to 2^32 - 1
     */
    default void ccfbBegin(int senderSsrc, long reportTimestamp) {}

    /** The reports on {@code count} packets of {@code ssrc} from {@code beginSeq} on follow. */
    default void ccfbStream(int ssrc, int beginSeq, int count) {}

    /**
     * One packet of the report.
     *
     * @param seq 0 to 65535
     * @param ecn 0 to 3
     * @param arrivalOffset1024 how long before the report's time it arrived, in 1/1024 s; 0x1FFE = longer than can be said, 0x1FFF
     *     = no time
     */
    default void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {}

    /**
     * Transport-wide feedback begins (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1); {@link #transportPacket}
     * follows for each of the {@code count} packets from {@code baseSeq} on.
     *
     * @param feedbackCount 0 to 255, rises with each feedback packet
     */
    default void transportFeedback(int senderSsrc, int mediaSsrc, int feedbackCount, int baseSeq, int count) {}

    /**
     * One packet of the feedback.
     *
     * @param seq transport-wide, 0 to 65535
     * @param arrivalUs on the receiver's clock, whose start is unknown and which wraps after 2^24 * 64 ms; without meaning when
     *     not received
     */
    default void transportPacket(int seq, boolean received, long arrivalUs) {}

    /** draft-alvestrand-rmcat-remb-03 section 2: what the receiver takes its downlink to carry. */
    default void remb(int senderSsrc, long bitrateBps) {}

    /** APP "MSRO" subtype 0: the next packet of {@code ssrc} is {@code seq} under rollover counter {@code roc}. */
    default void rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {}

    /** APP "MSRO" subtype 1: the announcement of {@code roc} for {@code ssrc} has arrived. */
    default void rolloverAck(int senderSsrc, int ssrc, int roc) {}

    /** RFC 3550 section 6.6, once for each SSRC. */
    default void bye(int ssrc) {}
}
