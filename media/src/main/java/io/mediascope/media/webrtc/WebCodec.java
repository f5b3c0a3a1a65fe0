package io.mediascope.media.webrtc;

import io.mediascope.media.model.Codec;

/**
 * A codec as one peer connection names it.
 *
 * @param payloadType of this peer connection, not the fixed one of native clients
 * @param rtxPayloadType of its retransmissions (RFC 4588), {@link #NO_RTX} without
 * @param parameters the {@code fmtp} value, empty without
 */
public record WebCodec(Codec codec, int payloadType, int rtxPayloadType, String parameters) {
    public static final int NO_RTX = -1;

    public boolean hasRtx() {
        return rtxPayloadType != NO_RTX;
    }
}
