package io.mediascope.sdk.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.sdk.MediaFrame;

class IvfFileFuzzTest {
    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        try {
            IvfFile file = IvfFile.parse(data);
            long last = -1;
            for (MediaFrame frame : file.frames()) {
                if (frame.ptsNs() <= last || frame.data().length == 0) {
                    throw new AssertionError("times do not rise or a frame is empty");
                }
                last = frame.ptsNs();
            }
            if (file.durationNs() < last) {
                throw new AssertionError("shorter than its frames");
            }
        } catch (MediaFileException refused) {
            // The one way to refuse a file.
        }
    }
}
