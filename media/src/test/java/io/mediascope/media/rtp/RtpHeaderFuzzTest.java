package io.mediascope.media.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;

class RtpHeaderFuzzTest {
    @FuzzTest
    void shouldStayWithinThePacket(byte[] data) {
        PacketKind.of(data, 0, data.length);
        boolean valid = RtpHeader.isValid(data, 0, data.length);
        if (valid != RtpHeader.isValid(Unpooled.wrappedBuffer(data), 0, data.length)) {
            throw new AssertionError("array and buffer differ");
        }
        if (valid) {
            int headerLength = RtpHeader.headerLength(data, 0);
            int padding = RtpHeader.paddingLength(data, 0, data.length);
            if (headerLength > data.length || padding > data.length - headerLength) {
                throw new AssertionError("header " + headerLength + ", padding " + padding);
            }
        }
    }
}
