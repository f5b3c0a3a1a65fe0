package io.mediascope.media.rtcp;

/** Numbers of the formats that {@link RtcpReader} and {@link RtcpWriter} share. */
final class RtcpFormat {
    /** RFC 3550 section 12.1, RFC 4585 section 6.1. */
    static final int SENDER_REPORT = 200;

    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    static final int APP = 204;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;

    /** Feedback message types: RFC 4585 section 6.2, RFC 8888 section 3.1, RFC 4585 section 6.3, RFC 5104 section 4.3. */
    static final int NACK = 1;

    static final int CONGESTION_CONTROL = 11;
    static final int PLI = 1;
    static final int FIR = 4;

    /** draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1. */
    static final int TRANSPORT_WIDE = 15;

    /** draft-alvestrand-rmcat-remb-03 section 2: application layer feedback that is named "REMB". */
    static final int APPLICATION = 15;

    static final int REMB_NAME = 0x5245_4D42;
    static final int REMB_LENGTH = 20;

    /** RFC 3550 section 6.5.1. */
    static final int CNAME = 1;

    static final int MAX_CNAME = 255;

    /** The APP name "MSRO". */
    static final int ROLLOVER_NAME = 0x4D53_524F;

    static final int ROLLOVER_ANNOUNCE = 0;
    static final int ROLLOVER_ACK = 1;
    static final int ROLLOVER_LENGTH = 24;

    static final int HEADER_LENGTH = 4;
    static final int SENDER_REPORT_LENGTH = 28;
    static final int RECEIVER_REPORT_LENGTH = 8;
    static final int REPORT_BLOCK_LENGTH = 24;
    static final int FEEDBACK_LENGTH = 12;
    static final int FIR_ENTRY_LENGTH = 8;
    static final int CCFB_STREAM_LENGTH = 8;
    static final int CCFB_MAX_PACKETS = 16384;

    private RtcpFormat() {}

    static int uint16(byte[] buf, int offset) {
        return (buf[offset] & 0xFF) << 8 | (buf[offset + 1] & 0xFF);
    }

    static int int32(byte[] buf, int offset) {
        return uint16(buf, offset) << 16 | uint16(buf, offset + 2);
    }

    static long uint32(byte[] buf, int offset) {
        return int32(buf, offset) & 0xFFFF_FFFFL;
    }
}
