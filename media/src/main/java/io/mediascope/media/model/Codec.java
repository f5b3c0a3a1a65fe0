package io.mediascope.media.model;

/**
 * Codecs with the fixed RTP payload types of the native wire format and their clock rates (RFC 7587, RFC 7741, RFC 6184, RFC
 * 9628, AV1's RTP payload specification).
 */
public enum Codec {
    OPUS(111, 48_000),
    VP8(96, 90_000),
    H264(102, 90_000),
    VP9(98, 90_000),
    AV1(99, 90_000);

    private final int payloadType;
    private final int clockRate;

    Codec(int payloadType, int clockRate) {
        this.payloadType = payloadType;
        this.clockRate = clockRate;
    }

    /** RTP payload type, 96 to 127. */
    public int payloadType() {
        return payloadType;
    }

    /** RTP clock rate in Hz. */
    public int clockRate() {
        return clockRate;
    }
}
