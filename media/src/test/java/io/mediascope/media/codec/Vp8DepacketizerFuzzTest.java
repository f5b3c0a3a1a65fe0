package io.mediascope.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The data is a run of packets: sequence step (signed), time step, flags, length, payload. */
class Vp8DepacketizerFuzzTest {
    @FuzzTest
    void shouldNeverThrowAndKeepOrder(byte[] data) {
        long[] last = {Long.MIN_VALUE};
        Vp8Depacketizer depacketizer = new Vp8Depacketizer(new Vp8Depacketizer.Listener() {
            @Override
            public void frame(byte[] frame, long rtpTimestamp, boolean keyFrame) {
                if (frame.length == 0 || (last[0] == Long.MIN_VALUE && !keyFrame)) {
                    throw new AssertionError("began with something that is no key frame");
                }
                last[0] = rtpTimestamp;
            }

            @Override
            public void keyFrameNeeded() {}
        });
        int seq = 0;
        long timestamp = 0;
        long now = 0;
        int at = 0;
        while (at + 4 <= data.length) {
            seq = (seq + data[at] * ((data[at + 2] & 2) != 0 ? 300 : 1)) & 0xFFFF;
            timestamp = (timestamp + data[at + 1] * 1000L) & 0xFFFF_FFFFL;
            now += (data[at + 1] & 0xFF) * 1_000_000L;
            int length = Math.min(data[at + 3] & 0xFF, data.length - at - 4);
            depacketizer.packet(seq, timestamp, (data[at + 2] & 1) != 0, data, at + 4, length, now);
            depacketizer.tick(now);
            at += 4 + length;
        }
        depacketizer.reset();
    }
}
