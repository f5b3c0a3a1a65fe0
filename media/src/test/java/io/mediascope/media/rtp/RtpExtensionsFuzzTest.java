package io.mediascope.media.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RtpExtensionsFuzzTest {
    private final RtpExtensions extensions = new RtpExtensions();

    @FuzzTest
    void shouldStayWithinTheHeader(byte[] data) {
        if (!RtpHeader.isValid(data, 0, data.length)) {
            return;
        }
        extensions.parse(data, 0);
        int end = RtpHeader.headerLength(data, 0);
        for (int id = 0; id < 256; id++) {
            int offset = extensions.offset(id);
            if (offset >= 0 && (offset < RtpHeader.FIXED_LENGTH + 4 || offset + extensions.length(id) > end)) {
                throw new AssertionError(id + " at " + offset + " of " + end);
            }
            extensions.text(id);
            extensions.audioLevel(id);
            extensions.transportSequence(id);
            extensions.absSendTime(id);
            extensions.playoutDelay(id);
            extensions.videoOrientation(id);
        }
    }
}
