package io.mediascope.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

class Vp8DescriptorFuzzTest {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @FuzzTest
    void shouldStayWithinThePayload(byte[] data) {
        if (descriptor.parse(data, 0, data.length) && (descriptor.length() < 1 || descriptor.length() >= data.length)) {
            throw new AssertionError("descriptor of " + descriptor.length() + " bytes");
        }
        descriptor.parseIsKeyFrameStart(data, 0, data.length);
    }
}
