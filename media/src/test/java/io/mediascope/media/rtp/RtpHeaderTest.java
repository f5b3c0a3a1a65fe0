package io.mediascope.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
    /** Version 2, extension, 2 CSRCs, marker, payload type 96. */
    private static final byte[] FULL =
            HexFormat.of().parseHex("92e0fffe80000001cafebabe" + "0000000100000002" + "bede0001" + "10ff0000" + "99");

    @Test
    void shouldReadEveryField() {
        assertThat(RtpHeader.isValid(FULL, 0, FULL.length)).isTrue();
        assertThat(RtpHeader.payloadType(FULL, 0)).isEqualTo(96);
        assertThat(RtpHeader.marker(FULL, 0)).isTrue();
        assertThat(RtpHeader.sequenceNumber(FULL, 0)).isEqualTo(65_534);
        assertThat(RtpHeader.timestamp(FULL, 0)).isEqualTo(0x8000_0001L);
        assertThat(RtpHeader.ssrc(FULL, 0)).isEqualTo(0xCAFE_BABE);
        assertThat(RtpHeader.headerLength(FULL, 0)).isEqualTo(28);
        assertThat(RtpHeader.hasPadding(FULL, 0)).isFalse();
    }

    @Test
    void shouldReadTheSameFromABuffer() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
            }
            ByteBuf buf = Unpooled.directBuffer(64).writeZero(7).writeBytes(bytes);
            boolean valid = RtpHeader.isValid(bytes, 0, bytes.length);
            assertThat(RtpHeader.isValid(buf, 7, bytes.length)).isEqualTo(valid);
            if (valid) {
                assertThat(RtpHeader.headerLength(buf, 7)).isEqualTo(RtpHeader.headerLength(bytes, 0));
                assertThat(RtpHeader.hasPadding(buf, 7)).isEqualTo(RtpHeader.hasPadding(bytes, 0));
                assertThat(RtpHeader.marker(buf, 7)).isEqualTo(RtpHeader.marker(bytes, 0));
                assertThat(RtpHeader.payloadType(buf, 7)).isEqualTo(RtpHeader.payloadType(bytes, 0));
                assertThat(RtpHeader.sequenceNumber(buf, 7)).isEqualTo(RtpHeader.sequenceNumber(bytes, 0));
                assertThat(RtpHeader.timestamp(buf, 7)).isEqualTo(RtpHeader.timestamp(bytes, 0));
                assertThat(RtpHeader.ssrc(buf, 7)).isEqualTo(RtpHeader.ssrc(bytes, 0));
            }
            buf.release();
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        for (int length = 0; length < 28; length++) {
            assertThat(RtpHeader.isValid(Arrays.copyOf(FULL, length), 0, length))
                    .isFalse();
        }
        byte[] version1 = FULL.clone();
        version1[0] = 0x52;
        assertThat(RtpHeader.isValid(version1, 0, version1.length)).isFalse();
        byte[] longExtension = FULL.clone();
        longExtension[22] = (byte) 0xFF;
        longExtension[23] = (byte) 0xFF;
        assertThat(RtpHeader.isValid(longExtension, 0, longExtension.length)).isFalse();
    }

    @Test
    void shouldReadWhatItWrote() {
        byte[] out = new byte[20];
        assertThat(RtpHeader.write(out, 5, 111, true, 65_535, 0xFFFF_FFFFL, -1)).isEqualTo(12);
        assertThat(RtpHeader.isValid(out, 5, 12)).isTrue();
        assertThat(RtpHeader.payloadType(out, 5)).isEqualTo(111);
        assertThat(RtpHeader.marker(out, 5)).isTrue();
        assertThat(RtpHeader.sequenceNumber(out, 5)).isEqualTo(65_535);
        assertThat(RtpHeader.timestamp(out, 5)).isEqualTo(0xFFFF_FFFFL);
        assertThat(RtpHeader.ssrc(out, 5)).isEqualTo(-1);
        assertThat(out[4]).isZero();
        assertThat(out[17]).isZero();
    }

    @Test
    void shouldNotBelieveThePaddingLength() {
        byte[] packet = new byte[16];
        RtpHeader.write(packet, 0, 96, false, 1, 2, 3);
        assertThat(RtpHeader.paddingLength(packet, 0, 16)).isZero();
        packet[0] |= 0x20;
        assertThat(RtpHeader.paddingLength(packet, 0, 16)).isEqualTo(-1);
        packet[15] = 4;
        assertThat(RtpHeader.paddingLength(packet, 0, 16)).isEqualTo(4);
        packet[15] = 5;
        assertThat(RtpHeader.paddingLength(packet, 0, 16)).isEqualTo(-1);
    }
}
