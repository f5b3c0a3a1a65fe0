package io.mediascope.media.codec;

import io.mediascope.media.model.Codec;

/**
 * What a relay asks of a video payload, without decoding it: where frames and key frames begin. The RTP marker ends a frame for all
 * codecs. Never throws on what it is given, no allocation; one thread.
 */
public interface VideoPayload {
    /** Whether a key frame begins with this payload: a decoder can start here. */
    boolean keyFrameStart(byte[] buf, int off, int len);

    /** Whether a frame begins with this payload, as far as the codec tells. */
    boolean frameStart(byte[] buf, int off, int len);

    /** That of a video codec. */
    static VideoPayload of(Codec codec) {
        switch (codec) {
            case VP8:
                return new Vp8Payload();
            case VP9:
                return new Vp9Payload();
            case H264:
                return new H264Payload();
            case AV1:
                return new Av1Payload();
            default:
                throw new IllegalArgumentException(codec + " is no video codec");
        }
    }
}
