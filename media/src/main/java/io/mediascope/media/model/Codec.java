package io.mediascope.media.model;

/** Codecs of native clients with their fixed RTP payload types and clock rates (RFC 7587, RFC 7741). */
public enum Codec {
    OPUS(111, 48_000),
    VP8(96, 90_000);

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
