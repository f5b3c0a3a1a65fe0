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
        String slice = "82ce0003" + "00000001" + "00000002" + "00000003";
        assertThat(read(EMPTY_RR + sdes + xr + foreignApp + slice + "81cb0001" + "00000009"))
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
    void shouldLeaveOutPaddingOfBytesAnywhere() {
        String twcc = "afcd0005" + "00000001" + "00000002" + "00070001" + "00000103" + "20010401";
        assertThat(read(twcc + "81cb0001" + "00000009")).isTrue();
        assertThat(handler.calls).containsExactly("twcc 1 2 3 7 1", "arrival 7 true 65000", "bye 9");
    }

    @Test
    void shouldReadTransportFeedbackOfAllChunksAndDeltas() {
        String vectors = "d900" + "9000"; // 7 of two bits, 14 of one bit
        String twcc = "8fcd0007" + "00000001" + "00000002" + "ffff000a" + "ffffff00" + "2001" + vectors + "04" + "08"
                + "fffc" + "00" + "04";
        assertThat(read(twcc)).isTrue();
        assertThat(handler.calls)
                .containsExactly(
                        "twcc 1 2 0 65535 10",
                        "arrival 65535 true -63000",
                        "arrival 0 true -61000",
                        "arrival 1 true -62000",
                        "arrival 2 true -62000",
                        "arrival 3 false -62000",
                        "arrival 4 false -62000",
                        "arrival 5 false -62000",
                        "arrival 6 false -62000",
                        "arrival 7 false -62000",
                        "arrival 8 true -61000");
    }

    @Test
    void shouldRefuseTransportFeedbackThatIsCutOff() {
        String head = "00000001" + "00000002";
        assertThat(read("8fcd0003" + head + "00010001")).as("no reference time").isFalse();
        assertThat(read("8fcd0004" + head + "00010001" + "00000100"))
                .as("no chunk")
                .isFalse();
        assertThat(read("8fcd0005" + head + "0001ffff" + "00000100" + "20032003"))
                .as("chunks")
                .isFalse();
        assertThat(read("8fcd0005" + head + "00010003" + "00000100" + "20030401"))
                .as("deltas")
                .isFalse();
        assertThat(handler.calls).isEmpty();
    }

    @Test
    void shouldReadRemb() {
        String head = "8fce0005" + "00000001" + "00000000" + "52454d42";
        assertThat(read(head + "010ffa1c" + "00000002")).isTrue();
        assertThat(read(head + "01ffffff" + "00000002")).as("more than fits").isTrue();
        assertThat(read("8fce0004" + "00000001" + "00000000" + "41424344" + "00000000"))
                .as("another application's")
                .isTrue();
        assertThat(handler.calls).containsExactly("remb 1 2085088", "remb 1 " + Long.MAX_VALUE);
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
                "a0c9000100000005", // padding into the header
                "a0c9000100000008"); // padding over the header
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
