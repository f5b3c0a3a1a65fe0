package io.mediascope.media.munge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.rtp.RtpHeader;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtxTest {
    private static final byte[] PACKET =
            HexFormat.of().parseHex("90e0fffe" + "00000001" + "00000002" + "bede0001" + "40310000" + "010203");

    @Test
    void shouldWrapAndUnwrap() {
        byte[] wrapped = new byte[64];
        int length = Rtx.wrap(PACKET, 0, PACKET.length, 97, 9, 5, wrapped, 3);
        assertThat(HexFormat.of().formatHex(wrapped, 3, 3 + length))
                .isEqualTo("90e10005" + "00000001" + "00000009" + "bede0001" + "40310000" + "fffe" + "010203");
        assertThat(RtpHeader.isValid(wrapped, 3, length)).isTrue();
        int original = Rtx.unwrap(wrapped, 3, length, 96, 2, wrapped, 3);
        assertThat(HexFormat.of().formatHex(wrapped, 3, 3 + original))
                .isEqualTo(HexFormat.of().formatHex(PACKET));
    }

    @Test
    void shouldTakeOffPadding() {
        byte[] rtx = HexFormat.of().parseHex("a0610005" + "00000001" + "00000009" + "fffe" + "0102" + "000003");
        int length = Rtx.unwrap(rtx, 0, rtx.length, 96, 2, rtx, 0);
        assertThat(HexFormat.of().formatHex(rtx, 0, length)).isEqualTo("8060fffe" + "00000001" + "00000002" + "0102");
    }

    @Test
    void shouldFindNothingInAProbe() {
        for (String probe : new String[] {"", "ff", "fffe"}) {
            byte[] rtx = HexFormat.of().parseHex("80610005" + "00000001" + "00000009" + probe);
            assertThat(Rtx.unwrap(rtx, 0, rtx.length, 96, 2, rtx, 0)).isEqualTo(Rtx.EMPTY);
        }
        byte[] padding = HexFormat.of().parseHex("a0610005" + "00000001" + "00000009" + "00000004");
        assertThat(Rtx.unwrap(padding, 0, padding.length, 96, 2, padding, 0)).isEqualTo(Rtx.EMPTY);
    }

    @Test
    void shouldRememberWhatLeft() {
        Sequencer sequencer = new Sequencer();
        assertThat(sequencer.find(0)).isFalse();
        sequencer.put(5, 77, 60_000, 123, 4);
        assertThat(sequencer.find(5)).isTrue();
        assertThat(sequencer.sourceSsrc()).isEqualTo(77);
        assertThat(sequencer.sourceSequence()).isEqualTo(60_000);
        assertThat(sequencer.timestamp()).isEqualTo(123);
        assertThat(sequencer.codecNumber()).isEqualTo(4);
        sequencer.put(5 + Sequencer.DEPTH, 77, 1, 1, 0);
        assertThat(sequencer.find(5)).isFalse();
    }
}
