package io.mediascope.media.codec;

/** Opus packets to RTP payloads (RFC 7587): one packet is one payload; the marker begins a talk spurt. One thread. */
public final class OpusPacketizer {
    private boolean spurtBegins = true;

    /** Gives the packet to {@code output}; false (and nothing given) when it is no Opus packet. */
    public boolean packetize(byte[] packet, int off, int len, RtpPayloadOutput output) {
        if (OpusPacket.samples(packet, off, len) < 0) {
            return false;
        }
        output.payload(packet, off, len, spurtBegins);
        spurtBegins = false;
        return true;
    }

    /** The source was silent: the next packet begins a talk spurt. */
    public void silence() {
        spurtBegins = true;
    }
}
