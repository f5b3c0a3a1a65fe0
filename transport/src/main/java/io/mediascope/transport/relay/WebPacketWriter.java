package io.mediascope.transport.relay;

import io.mediascope.media.munge.Rtx;
import io.mediascope.media.munge.Vp8Munger;
import io.mediascope.media.rtp.RtpExtensionWriter;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.WebExtensions;
import java.nio.charset.StandardCharsets;

/** Writes the packets of one media section to its receiver: header, negotiated extensions, payload. */
final class WebPacketWriter {
    private static final int HEADER_ROOM = 128;
    private static final int MAX_PAYLOAD = 1500;

    private final byte[] out = new byte[HEADER_ROOM + MAX_PAYLOAD];
    private final RtpExtensionWriter extensions = new RtpExtensionWriter();
    private final byte[] mid;
    private WebExtensions ids;

    WebPacketWriter(String mid, WebExtensions ids) {
        this.mid = mid.getBytes(StandardCharsets.ISO_8859_1);
        this.ids = ids;
    }

    void ids(WebExtensions negotiated) {
        ids = negotiated;
    }

    /** What was written last, from 0 on. */
    byte[] packet() {
        return out;
    }

    /** Writes the header; returns its length. */
    int header(
            PlainPacket packet,
            int payloadType,
            int ssrc,
            int sequenceNumber,
            long timestamp,
            boolean withMid,
            int transportSequence) {
        RtpHeader.write(out, 0, payloadType, packet.marker(), sequenceNumber, timestamp, ssrc);
        extensions.reset(out, 0);
        if (withMid) {
            extensions.data(ids.mid(), mid, 0, mid.length);
        }
        extensions.absSendTime(ids.absSendTime(), packet.nowNs());
        extensions.transportSequence(ids.transportSequence(), transportSequence);
        extras(packet.extras());
        return extensions.end();
    }

    private void extras(WebExtras extras) {
        if (extras.audioLevel() != WebExtras.ABSENT) {
            extensions.audioLevel(ids.audioLevel(), extras.audioLevelDbov(), extras.voice());
        }
        if (extras.orientation() != WebExtras.ABSENT) {
            extensions.videoOrientation(ids.videoOrientation(), extras.orientation());
        }
        if (extras.playoutDelay() != WebExtras.ABSENT) {
            extensions.playoutDelay(ids.playoutDelay(), extras.playoutDelay());
        }
    }

    /** The original sequence number of a retransmission (RFC 4588 section 4), behind its header; returns the length so far. */
    int originalSequence(int at, int sequenceNumber) {
        out[at] = (byte) (sequenceNumber >> 8);
        out[at + 1] = (byte) sequenceNumber;
        return at + Rtx.GROWTH;
    }

    /** Copies the payload as it is; returns the packet's length. */
    int payload(int at, PlainPacket packet) {
        System.arraycopy(packet.bytes(), packet.payloadOffset(), out, at, packet.payloadLength());
        return at + packet.payloadLength();
    }

    /** The same for VP8, with other numbers in the descriptor, which is {@code descriptorLength} long. */
    int vp8Payload(int at, PlainPacket packet, int descriptorLength, long numbers) {
        int from = packet.payloadOffset();
        int written = Vp8Munger.write(out, at, packet.bytes()[from], numbers);
        int rest = packet.payloadLength() - descriptorLength;
        System.arraycopy(packet.bytes(), from + descriptorLength, out, at + written, rest);
        return at + written + rest;
    }
}
