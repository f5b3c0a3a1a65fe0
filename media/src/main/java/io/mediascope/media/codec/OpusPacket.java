package io.mediascope.media.codec;

/** What an Opus packet says about itself (RFC 6716 section 3.1). Stateless. */
public final class OpusPacket {
    /** Opus' RTP clock, whatever the encoder's bandwidth (RFC 7587 section 4.1). */
    public static final int CLOCK_RATE = 48_000;

    private static final int MAX_SAMPLES = 5760;

    private OpusPacket() {}

    /** Duration in samples at 48 kHz, 120 to 5760; -1 when the packet is malformed. */
    public static int samples(byte[] packet, int off, int len) {
        if (len < 1) {
            return -1;
        }
        int frames = frames(packet, off, len);
        int samples = frames * frameSamples((packet[off] >> 3) & 0x1F);
        return frames <= 0 || samples > MAX_SAMPLES ? -1 : samples;
    }

    private static int frames(byte[] packet, int off, int len) {
        switch (packet[off] & 3) {
            case 0:
                return 1;
            case 1:
            case 2:
                return 2;
            default:
                return len < 2 ? -1 : packet[off + 1] & 0x3F;
        }
    }

    private static int frameSamples(int configuration) {
        if (configuration < 12) {
            return (configuration & 3) == 3 ? 2880 : 480 << (configuration & 3);
        }
        if (configuration < 16) {
            return 480 << (configuration & 1);
        }
        return 120 << (configuration & 3);
    }
}
