package io.mediascope.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcpReaderTest {
    private static final String EMPTY_RR = "80c9000100000001";
    private final RecordingHandler handler = new RecordingHandler();

    @Test
    void shouldSkipWhatItDoesNotKnow() {
        String sdes = "81ca0003" + "00000001" + "01036162" + "63000000";
        String xr = "80cf0001" + "00000001";
        String foreignApp = "80cc0002" + "00000001" + "41424344";
        String remb = "8fce0005" + "00000001" + "00000000" + "52454d42" + "01000000" + "00000002";
        String twcc = "8fcd0004" + "00000001" + "00000002" + "00010001" + "00000100";
        assertThat(read(EMPTY_RR + sdes + xr + foreignApp + remb + twcc + "81cb0001" + "00000009"))
                .isTrue();
        assertThat(handler.calls).containsExactly("bye 9");
    }

    @Test
    void shouldReadReducedSizePackets() {
        assertThat(read("81ce0002" + "00000001" + "00000002")).isTrue();
        assertThat(handler.calls).containsExactly("pli 1 2");
    }

    @Test
    void shouldReadAByeWithSeveralSourcesAndAReason() {
        assertThat(read("82cb0003" + "00000001" + "00000002" + "03627965")).isTrue();
        assertThat(handler.calls).containsExactly("bye 1", "bye 2");
    }

    @Test
    void shouldTolerateProfileExtensionsOfReports() {
        assertThat(read("80c90002" + "00000001" + "deadbeef")).isTrue();
    }

    @Test
    void shouldLeaveOutPadding() {
        assertThat(read("a1cd0004" + "00000001" + "00000002" + "00050000" + "00000004"))
                .isTrue();
        assertThat(handler.calls).containsExactly("nack 1 2 5 0");
    }

    @Test
    void shouldTellWhatCameBeforeTheFault() {
        assertThat(read("81ce0002" + "00000001" + "00000002" + "81ce00ff")).isFalse();
        assertThat(handler.calls).containsExactly("pli 1 2");
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        List<String> malformed = List.of(
                "",
                "80c900",
                "40c9000100000001", // version 1
                "80c9000200000001", // longer than the datagram
                "80c90000", // no SSRC
                "81c9000100000001", // a block announced, none there
                "80c8000500000001" + "00".repeat(16), // half a sender info
                "82cb000100000001", // two sources announced
                "80cc000100000001", // APP without a name
                "80cc0003000000014d53524f00000001", // half a rollover announcement
                "81cd000100000001", // no media SSRC
                "81ce000100000001",
                "84ce0003000000010000000200000003", // half a FIR entry
                "8bcd00030000000100000002" + "00000001", // half a CCFB stream
                "8bcd0004000000010000000200000005" + "00000001", // five packets announced
                "a0c9000100000000", // padding 0
                "a0c9000100000005", // padding not in words
                "a0c9000100000008", // padding over the header
                "a0c90002000000010000000480c9000100000001"); // padding before the end
        for (String packet : malformed) {
            assertThat(read(packet)).as(packet).isFalse();
        }
        assertThat(handler.calls).allMatch(call -> call.startsWith("ccfb "));
    }

    @Test
    void shouldRefuseTooManyPacketsInOneStream() {
        byte[] packet = new byte[16 + 2 * 16_386 + 4];
        packet[0] = (byte) 0x8B;
        packet[1] = (byte) 205;
        packet[2] = (byte) ((packet.length / 4 - 1) >> 8);
        packet[3] = (byte) (packet.length / 4 - 1);
        packet[14] = 0x40;
        packet[15] = 0x02;
        assertThat(RtcpReader.read(packet, 0, packet.length, handler)).isFalse();
        packet[15] = 0x00;
        assertThat(RtcpReader.read(packet, 0, packet.length - 4, handler)).isFalse();
    }

    private boolean read(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        byte[] shifted = new byte[packet.length + 8];
        System.arraycopy(packet, 0, shifted, 4, packet.length);
        return RtcpReader.read(shifted, 4, packet.length, handler);
    }
}
