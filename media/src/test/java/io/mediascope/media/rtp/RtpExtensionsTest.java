package io.mediascope.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpExtensionsTest {
    private static final String HEADER = "90600001" + "00000002" + "00000003";
    private final RtpExtensions extensions = new RtpExtensions();

    @Test
    void shouldReadTheOneByteForm() {
        parse("bede0004" + "10b2" + "00" + "2200ff01" + "311234" + "4161" + "00000000");
        assertThat(extensions.audioLevel(1)).isEqualTo(0x32);
        assertThat(extensions.voice(1)).isTrue();
        assertThat(extensions.absSendTime(2)).isEqualTo(0xFF01);
        assertThat(extensions.transportSequence(3)).isEqualTo(0x1234);
        assertThat(extensions.length(4)).isEqualTo(2);
        assertThat(extensions.audioLevel(9)).isEqualTo(RtpExtensions.ABSENT);
        assertThat(extensions.transportSequence(1)).isEqualTo(RtpExtensions.ABSENT);
        assertThat(extensions.offset(0)).isEqualTo(RtpExtensions.ABSENT);
    }

    @Test
    void shouldReadTheTwoByteForm() {
        assertThat(parse("1000" + "0003" + "0a0161" + "00" + "ff00" + "15020102" + "0000"))
                .isEqualTo(3);
        assertThat(extensions.text(10)).isEqualTo("a");
        assertThat(extensions.offset(255)).isPositive();
        assertThat(extensions.length(255)).isZero();
        assertThat(extensions.transportSequence(0x15)).isEqualTo(0x102);
    }

    @Test
    void shouldEndAtAFault() {
        assertThat(parse("bede0002" + "10b2" + "2f01" + "00000000")).isEqualTo(1);
        assertThat(parse("bede0001" + "f0b21000")).isZero();
        assertThat(parse("10000001" + "01ff0000")).isZero();
        assertThat(parse("10000001" + "00000001")).isZero();
        assertThat(parse("abcd0001" + "10b20000")).as("another profile").isZero();
        byte[] plain = HexFormat.of().parseHex("80600001" + "00000002" + "00000003");
        assertThat(extensions.parse(plain, 0)).isZero();
    }

    @Test
    void shouldReadWhatIsWritten() {
        byte[] packet = new byte[100];
        int off = 5;
        RtpHeader.write(packet, off, 96, true, 1, 2, 3);
        byte[] mid = "1".getBytes(StandardCharsets.US_ASCII);
        int length = new RtpExtensionWriter()
                .reset(packet, off)
                .data(4, mid, 0, 1)
                .audioLevel(1, 30, false)
                .absSendTime(2, 65_500_000_000L)
                .transportSequence(3, 0xABCD)
                .videoOrientation(6, 3)
                .playoutDelay(5, 0x00A014)
                .transportSequence(0, 1)
                .end();
        assertThat(RtpHeader.isValid(packet, off, length)).isTrue();
        assertThat(RtpHeader.headerLength(packet, off)).isEqualTo(length);
        assertThat(extensions.parse(packet, off)).isEqualTo(6);
        assertThat(extensions.text(4)).isEqualTo("1");
        assertThat(extensions.audioLevel(1)).isEqualTo(30);
        assertThat(extensions.voice(1)).isFalse();
        assertThat(extensions.absSendTime(2)).isEqualTo(3 << 17);
        assertThat(extensions.transportSequence(3)).isEqualTo(0xABCD);
        assertThat(extensions.videoOrientation(6)).isEqualTo(3);
        assertThat(extensions.playoutDelay(5)).isEqualTo(0xA014);
    }

    @Test
    void shouldWriteNoExtensionWithoutAny() {
        byte[] packet = HexFormat.of().parseHex(HEADER + "00000000");
        assertThat(new RtpExtensionWriter()
                        .reset(packet, 0)
                        .audioLevel(0, 1, true)
                        .end())
                .isEqualTo(12);
        assertThat(packet[0]).isEqualTo((byte) 0x80);
    }

    private int parse(String hex) {
        byte[] packet = HexFormat.of().parseHex(HEADER + hex);
        assertThat(RtpHeader.isValid(packet, 0, packet.length)).isTrue();
        return extensions.parse(packet, 0);
    }
}
