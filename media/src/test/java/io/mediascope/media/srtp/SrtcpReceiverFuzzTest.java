package io.mediascope.media.srtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

class SrtcpReceiverFuzzTest {
    @FuzzTest
    void shouldOpenNothingThatWasNotSealed(byte[] data) {
        for (SrtpProfile profile : SrtpProfile.values()) {
            for (boolean mki : new boolean[] {false, true}) {
                SrtpKey key = SrtpPackets.key(profile, 99, data.length == 0 ? 0 : data[data.length - 1] & 0xFF);
                SrtcpReceiver receiver = new SrtcpReceiver(profile, List.of(key), mki);
                if (SrtpPackets.unprotect(receiver, data) >= 0
                        || receiver.unprotect(data, 0, data.length, data, 0) >= 0) {
                    throw new AssertionError(profile + " opened a forgery");
                }
            }
        }
    }
}
