package io.mediascope.media.srtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

class SrtpReceiverFuzzTest {
    @FuzzTest
    void shouldOpenNothingThatWasNotSealed(byte[] data) {
        for (SrtpProfile profile : SrtpProfile.values()) {
            for (boolean mki : new boolean[] {false, true}) {
                SrtpKey key = SrtpPackets.key(profile, 99, data.length == 0 ? 0 : data[data.length - 1] & 0xFF);
                int ssrc = data.length < 12 ? 0 : Bytes.int32(data, 8);
                SrtpReceiver receiver = new SrtpReceiver(profile, List.of(key), ssrc, mki);
                if (SrtpPackets.unprotect(receiver, data) >= 0 || receiver.highestIndex() != -1) {
                    throw new AssertionError(profile + " opened a forgery");
                }
                if (receiver.unprotect(data, 0, data.length, data, 0) >= 0) {
                    throw new AssertionError(profile + " opened a forgery in place");
                }
            }
        }
    }
}
