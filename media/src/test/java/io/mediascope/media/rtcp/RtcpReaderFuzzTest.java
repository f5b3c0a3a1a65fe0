package io.mediascope.media.rtcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RtcpReaderFuzzTest {
    @FuzzTest
    void shouldStayWithinThePacket(byte[] data) {
        long[] calls = new long[2];
        boolean sound = RtcpReader.read(data, 0, data.length, new RtcpHandler() {
            @Override
            public void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {
                calls[0]++;
            }

            @Override
            public void transportPacket(int seq, boolean received, long arrivalUs) {
                calls[1]++;
            }

            @Override
            public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
                calls[0]++;
            }
        });
        if (calls[0] > data.length || calls[1] > data.length / 2L * 0x1FFF || (sound && data.length < 4)) {
            throw new AssertionError("more was told than there is: " + calls[0]);
        }
    }
}
