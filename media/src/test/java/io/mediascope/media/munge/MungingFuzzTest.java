package io.mediascope.media.munge;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.codec.Vp8Descriptor;
import io.mediascope.media.rtp.RtpHeader;

/** The data is one packet; and, again, a run of VP8 descriptors of 8 bytes each. */
class MungingFuzzTest {
    @FuzzTest
    void shouldStayWithinThePacket(byte[] data) {
        if (RtpHeader.isValid(data, 0, data.length)) {
            byte[] wrapped = new byte[data.length + Rtx.GROWTH];
            int length = Rtx.wrap(data, 0, data.length, 97, 1, 2, wrapped, 0);
            byte[] back = new byte[length];
            int original = Rtx.unwrap(wrapped, 0, length, 96, 3, back, 0);
            if (original > data.length || (original >= 0 && !RtpHeader.isValid(back, 0, original))) {
                throw new AssertionError("unwrapped " + original + " of " + data.length);
            }
        }
        Vp8Munger munger = new Vp8Munger(7);
        Vp8Descriptor descriptor = new Vp8Descriptor();
        byte[] written = new byte[16];
        for (int at = 0; at + 8 <= data.length; at += 8) {
            if (!descriptor.parse(data, at, 8)) {
                munger.switchSource();
            } else if (data[at + 7] == 0) {
                munger.leaveOut(descriptor);
            } else {
                write(munger.map(descriptor), descriptor, data[at], written);
            }
        }
    }

    private static void write(long numbers, Vp8Descriptor in, byte first, byte[] written) {
        if (numbers == Vp8Munger.REFUSED) {
            return;
        }
        int length = Vp8Munger.write(written, 0, first, numbers);
        Vp8Descriptor out = new Vp8Descriptor();
        boolean same = out.parse(written, 0, length + 1)
                && out.length() == length
                && length <= in.length() + Vp8Munger.MAX_GROWTH
                && out.frameStart() == in.frameStart()
                && out.temporalLayer() == in.temporalLayer()
                && (out.pictureId() < 0) == (in.pictureId() < 0);
        if (!same) {
            throw new AssertionError("written as " + out.length() + " bytes of " + length);
        }
    }
}
