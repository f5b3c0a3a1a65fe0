package io.mediascope.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.model.Codec;

class VideoPayloadFuzzTest {
    @FuzzTest
    void shouldStayWithinThePayload(byte[] data) {
        for (Codec codec : Codec.values()) {
            if (codec == Codec.OPUS) {
                continue;
            }
            VideoPayload video = VideoPayload.of(codec);
            if (video.keyFrameStart(data, 0, data.length) && !video.frameStart(data, 0, data.length)) {
                // An AV1 sequence may be announced by a packet whose first OBU tells nothing.
                if (codec != Codec.AV1) {
                    throw new AssertionError(codec + ": a key frame begins, but no frame");
                }
            }
        }
    }
}
