package io.mediascope.transport.relay;

import io.mediascope.media.codec.Vp8Descriptor;
import io.mediascope.media.rtp.RtpExtensionWriter;
import io.mediascope.media.rtp.RtpHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Packets as publishers make them: Opus and VP8 payloads, RTP with mid, rid, transport-wide numbers and audio levels. */
final class WebFrames {
    /** Of every Opus packet, -dBov. */
    static final int AUDIO_LEVEL = 20;

    private WebFrames() {}

    /** A VP8 frame of one packet, recognisable by its number. */
    static byte[] vp8(boolean key, int pictureId, int number) {
        byte[] payload = new byte[40];
        int at = Vp8Descriptor.write(payload, 0, true, false, pictureId);
        payload[at] = (byte) (key ? 0 : 1);
        payload[at + 1] = (byte) (number >> 8);
        payload[at + 2] = (byte) number;
        return payload;
    }

    /** The number of {@link #vp8}, behind whatever descriptor. */
    static int number(byte[] vp8) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        if (!descriptor.parse(vp8, 0, vp8.length)) {
            return -1;
        }
        int at = descriptor.length();
        return (vp8[at + 1] & 0xFF) << 8 | (vp8[at + 2] & 0xFF);
    }

    static int pictureId(byte[] vp8) {
        Vp8Descriptor descriptor = new Vp8Descriptor();
        return descriptor.parse(vp8, 0, vp8.length) ? descriptor.pictureId() : -1;
    }

    static byte[] opus(int number) {
        return ("opus " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** What a publisher sends; empty texts and negative numbers are left out. */
    static byte[] rtp(
            int payloadType,
            int ssrc,
            int sequence,
            long timestamp,
            byte[] payload,
            String mid,
            String rid,
            int transportSequence) {
        byte[] out = new byte[200 + payload.length];
        RtpHeader.write(out, 0, payloadType, true, sequence, timestamp, ssrc);
        RtpExtensionWriter writer = new RtpExtensionWriter().reset(out, 0);
        text(writer, TestPeer.EXTENSIONS.mid(), mid);
        text(writer, TestPeer.EXTENSIONS.rid(), rid);
        if (transportSequence >= 0) {
            writer.transportSequence(TestPeer.EXTENSIONS.transportSequence(), transportSequence);
        }
        if (payloadType == TestPeer.OPUS_TYPE) {
            writer.audioLevel(TestPeer.EXTENSIONS.audioLevel(), AUDIO_LEVEL, true);
        }
        int header = writer.end();
        System.arraycopy(payload, 0, out, header, payload.length);
        return Arrays.copyOf(out, header + payload.length);
    }

    private static void text(RtpExtensionWriter writer, int id, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 0) {
            writer.data(id, bytes, 0, bytes.length);
        }
    }
}
