package io.mediascope.media.rtcp;

import static io.mediascope.media.rtcp.RtcpFormat.int32;
import static io.mediascope.media.rtcp.RtcpFormat.uint16;
import static io.mediascope.media.rtcp.RtcpFormat.uint32;

/**
 * Reads compound (RFC 3550 section 6.1) and reduced-size (RFC 5506) RTCP packets. Pure, makes no garbage, believes no length field:
 * each is held against what contains it. Unknown packet types are skipped.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|count/FMT|  packet type  |    length in words, less one  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtcpReader {
    private RtcpReader() {}

    /** Hands all of {@code buf[off .. off + len)} to {@code handler}; false when malformed, after what came before the fault. */
    public static boolean read(byte[] buf, int off, int len, RtcpHandler handler) {
        int end = off + len;
        int pos = off;
        do {
            if (end - pos < RtcpFormat.HEADER_LENGTH || (buf[pos] & 0xC0) != 0x80) {
                return false;
            }
            int packetEnd = pos + 4 + 4 * uint16(buf, pos + 2);
            if (packetEnd > end) {
                return false;
            }
            int padding = paddingLength(buf, pos, packetEnd);
            if (padding < 0 || !readPacket(buf, pos, packetEnd - padding, handler)) {
                return false;
            }
            pos = packetEnd;
        } while (pos < end);
        return true;
    }

    /**
     * RFC 3550 section 6.4.1 wants padding in words and in the last packet only; browsers pad transport-wide feedback by bytes and
     * anywhere. -1 when it is more than there is.
     */
    private static int paddingLength(byte[] buf, int pos, int packetEnd) {
        if ((buf[pos] & 0x20) == 0) {
            return 0;
        }
        int padding = buf[packetEnd - 1] & 0xFF;
        return padding != 0 && padding <= packetEnd - pos - RtcpFormat.HEADER_LENGTH ? padding : -1;
    }

    private static boolean readPacket(byte[] buf, int pos, int end, RtcpHandler handler) {
        int count = buf[pos] & 0x1F;
        switch (buf[pos + 1] & 0xFF) {
            case RtcpFormat.SENDER_REPORT:
                return readSenderReport(buf, pos, end, count, handler);
            case RtcpFormat.RECEIVER_REPORT:
                return readReportBlocks(buf, pos, pos + RtcpFormat.RECEIVER_REPORT_LENGTH, end, count, handler);
            case RtcpFormat.BYE:
                return readBye(buf, pos, end, count, handler);
            case RtcpFormat.APP:
                return readApp(buf, pos, end, count, handler);
            case RtcpFormat.TRANSPORT_FEEDBACK:
                return readTransportFeedback(buf, pos, end, count, handler);
            case RtcpFormat.PAYLOAD_FEEDBACK:
                return readPayloadFeedback(buf, pos, end, count, handler);
            default:
                return true;
        }
    }

    private static boolean readSenderReport(byte[] buf, int pos, int end, int count, RtcpHandler handler) {
        int blocks = pos + RtcpFormat.SENDER_REPORT_LENGTH;
        if (end < blocks) {
            return false;
        }
        long ntp64 = uint32(buf, pos + 8) << 32 | uint32(buf, pos + 12);
        handler.senderReport(
                int32(buf, pos + 4), ntp64, uint32(buf, pos + 16), uint32(buf, pos + 20), uint32(buf, pos + 24));
        return readReportBlocks(buf, pos, blocks, end, count, handler);
    }

    private static boolean readReportBlocks(byte[] buf, int pos, int blocks, int end, int count, RtcpHandler handler) {
        if (end < blocks + count * RtcpFormat.REPORT_BLOCK_LENGTH) {
            return false;
        }
        int senderSsrc = int32(buf, pos + 4);
        for (int i = 0, at = blocks; i < count; i++, at += RtcpFormat.REPORT_BLOCK_LENGTH) {
            int lost = int32(buf, at + 4);
            handler.reportBlock(
                    senderSsrc,
                    int32(buf, at),
                    lost >>> 24,
                    lost << 8 >> 8,
                    uint32(buf, at + 8),
                    uint32(buf, at + 12),
                    uint32(buf, at + 16),
                    uint32(buf, at + 20));
        }
        return true;
    }

    private static boolean readBye(byte[] buf, int pos, int end, int count, RtcpHandler handler) {
        int ssrcs = pos + RtcpFormat.HEADER_LENGTH;
        if (end < ssrcs + 4 * count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            handler.bye(int32(buf, ssrcs + 4 * i));
        }
        return true;
    }

    private static boolean readApp(byte[] buf, int pos, int end, int subtype, RtcpHandler handler) {
        if (end < pos + 12) {
            return false;
        }
        if (int32(buf, pos + 8) != RtcpFormat.ROLLOVER_NAME) {
            return true;
        }
        if (end < pos + RtcpFormat.ROLLOVER_LENGTH) {
            return false;
        }
        int senderSsrc = int32(buf, pos + 4);
        int ssrc = int32(buf, pos + 12);
        int roc = int32(buf, pos + 16);
        if (subtype == RtcpFormat.ROLLOVER_ANNOUNCE) {
            handler.rolloverAnnounce(senderSsrc, ssrc, roc, uint16(buf, pos + 20));
        } else if (subtype == RtcpFormat.ROLLOVER_ACK) {
            handler.rolloverAck(senderSsrc, ssrc, roc);
        }
        return true;
    }

    private static boolean readTransportFeedback(byte[] buf, int pos, int end, int format, RtcpHandler handler) {
        if (end < pos + RtcpFormat.FEEDBACK_LENGTH) {
            return false;
        }
        if (format == RtcpFormat.CONGESTION_CONTROL) {
            return readCongestionControl(buf, pos, end, handler);
        }
        if (format == RtcpFormat.TRANSPORT_WIDE) {
            return TransportFeedback.read(buf, pos, end, handler);
        }
        if (format == RtcpFormat.NACK) {
            for (int at = pos + RtcpFormat.FEEDBACK_LENGTH; at + 4 <= end; at += 4) {
                handler.nack(int32(buf, pos + 4), int32(buf, pos + 8), uint16(buf, at), uint16(buf, at + 2));
            }
        }
        return true;
    }

    /** RFC 8888 section 3.1: no media SSRC; the report's time stands last. */
    private static boolean readCongestionControl(byte[] buf, int pos, int end, RtcpHandler handler) {
        int streamsEnd = end - 4;
        int at = pos + 8;
        handler.ccfbBegin(int32(buf, pos + 4), uint32(buf, streamsEnd));
        while (at < streamsEnd) {
            if (streamsEnd - at < RtcpFormat.CCFB_STREAM_LENGTH) {
                return false;
            }
            int count = uint16(buf, at + 6);
            int metrics = at + RtcpFormat.CCFB_STREAM_LENGTH;
            at = metrics + 4 * ((count + 1) / 2);
            if (count > RtcpFormat.CCFB_MAX_PACKETS || at > streamsEnd) {
                return false;
            }
            readCongestionControlStream(buf, metrics, count, handler);
        }
        return true;
    }

    private static void readCongestionControlStream(byte[] buf, int metrics, int count, RtcpHandler handler) {
        int ssrc = int32(buf, metrics - 8);
        int beginSeq = uint16(buf, metrics - 4);
        handler.ccfbStream(ssrc, beginSeq, count);
        for (int i = 0; i < count; i++) {
            int metric = uint16(buf, metrics + 2 * i);
            handler.ccfbPacket(
                    ssrc, (beginSeq + i) & 0xFFFF, (metric & 0x8000) != 0, metric >> 13 & 0x3, metric & 0x1FFF);
        }
    }

    private static boolean readPayloadFeedback(byte[] buf, int pos, int end, int format, RtcpHandler handler) {
        int entries = pos + RtcpFormat.FEEDBACK_LENGTH;
        if (end < entries) {
            return false;
        }
        if (format == RtcpFormat.APPLICATION) {
            readRemb(buf, pos, end, handler);
        } else if (format == RtcpFormat.PLI) {
            handler.pli(int32(buf, pos + 4), int32(buf, pos + 8));
        } else if (format == RtcpFormat.FIR) {
            if ((end - entries) % RtcpFormat.FIR_ENTRY_LENGTH != 0) {
                return false;
            }
            for (int at = entries; at < end; at += RtcpFormat.FIR_ENTRY_LENGTH) {
                handler.fir(int32(buf, pos + 4), int32(buf, at), buf[at + 4] & 0xFF);
            }
        }
        return true;
    }

    private static void readRemb(byte[] buf, int pos, int end, RtcpHandler handler) {
        if (end < pos + RtcpFormat.REMB_LENGTH || int32(buf, pos + 12) != RtcpFormat.REMB_NAME) {
            return;
        }
        int exponent = (buf[pos + 17] & 0xFF) >> 2;
        long mantissa = int32(buf, pos + 16) & 0x3FFFF;
        int free = Long.numberOfLeadingZeros(mantissa) - 1;
        handler.remb(int32(buf, pos + 4), exponent > free ? Long.MAX_VALUE : mantissa << exponent);
    }
}
