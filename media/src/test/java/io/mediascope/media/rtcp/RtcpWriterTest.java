package io.mediascope.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RtcpWriterTest {
    private final byte[] buf = new byte[1500];
    private final RtcpWriter writer = new RtcpWriter().reset(buf, 3, 1400);

    @Test
    void shouldWriteACompoundThatReadsTheSame() {
        assertThat(writer.senderReport(1, 0x8000_0000_FFFF_FFFFL, 0xFFFF_FFFFL, 7, 0xFFFF_FFFEL))
                .isTrue();
        assertThat(writer.receiverReportBegin(-2)).isTrue();
        assertThat(writer.receiverReportBlock(5, 255, -1, 0xFFFF_FFFFL, 6, 7, 0x8000_0000L))
                .isTrue();
        assertThat(writer.receiverReportBlock(6, 0, 0x7F_FFFF, 1, 2, 3, 4)).isTrue();
        writer.receiverReportEnd();
        assertThat(writer.pli(1, 2)).isTrue();
        assertThat(writer.fir(1, 3, 255)).isTrue();
        assertThat(writer.rolloverAnnounce(1, 9, -1, 65_535)).isTrue();
        assertThat(writer.rolloverAck(1, 9, 3)).isTrue();
        assertThat(writer.bye(77)).isTrue();
        assertThat(read())
                .containsExactly(
                        "sr 1 80000000ffffffff 4294967295 7 4294967294",
                        "block -2 5 255 -1 4294967295 6 7 2147483648",
                        "block -2 6 0 8388607 1 2 3 4",
                        "pli 1 2",
                        "fir 1 3 255",
                        "announce 1 9 -1 65535",
                        "ack 1 9 3",
                        "bye 77");
        assertThat(buf[2]).isZero();
    }

    /** RFC 3550 section 6.7 with our name and data. */
    @Test
    void shouldWriteTheRolloverAnnouncementByteForByte() {
        writer.rolloverAnnounce(0x01020304, 0xCAFEBABE, 5, 0x1234);
        assertThat(HexFormat.of().formatHex(buf, 3, 3 + writer.length()))
                .isEqualTo("80cc0005" + "01020304" + "4d53524f" + "cafebabe" + "00000005" + "12340000");
    }

    /** RFC 8888 section 3.1. */
    @Test
    void shouldWriteCongestionFeedbackByteForByte() {
        assertThat(writer.ccfbBegin(1)).isTrue();
        assertThat(writer.ccfbStreamBegin(2, 0xFFFF)).isTrue();
        writer.ccfbPacket(true, 3, 0x123);
        writer.ccfbPacket(false, 3, 0x123);
        writer.ccfbPacket(true, 0, RtcpWriter.CCFB_OFFSET_OVERFLOW);
        writer.ccfbStreamEnd();
        writer.ccfbEnd(0xAABBCCDDL);
        assertThat(HexFormat.of().formatHex(buf, 3, 3 + writer.length()))
                .isEqualTo("8bcd0006" + "00000001" + "00000002" + "ffff0003" + "e1230000" + "9ffe0000" + "aabbccdd");
        assertThat(read())
                .containsExactly(
                        "ccfb 1 2864434397",
                        "stream 2 65535 3",
                        "packet 2 65535 true 3 291",
                        "packet 2 0 false 0 0",
                        "packet 2 1 true 0 8190");
    }

    @Test
    void shouldWriteSeveralStreamsAndLeaveOutEmptyOnes() {
        writer.ccfbBegin(1);
        writer.ccfbStreamBegin(2, 10);
        writer.ccfbPacket(true, 0, 1);
        writer.ccfbStreamEnd();
        writer.ccfbStreamBegin(3, 20);
        writer.ccfbStreamEnd();
        writer.ccfbStreamBegin(4, 30);
        writer.ccfbPacket(true, 0, 2);
        writer.ccfbPacket(true, 0, 3);
        writer.ccfbStreamEnd();
        writer.ccfbEnd(9);
        assertThat(read())
                .containsExactly(
                        "ccfb 1 9",
                        "stream 2 10 1",
                        "packet 2 10 true 0 1",
                        "stream 4 30 2",
                        "packet 4 30 true 0 2",
                        "packet 4 31 true 0 3");
    }

    @Test
    void shouldKeepRoomForTheEndOfTheFeedback() {
        for (int capacity = 0; capacity < 60; capacity++) {
            Arrays.fill(buf, (byte) 0);
            writer.reset(buf, 3, capacity);
            int written = 0;
            if (writer.ccfbBegin(1)) {
                if (writer.ccfbStreamBegin(2, 0)) {
                    while (writer.ccfbPacket(true, 0, 1)) {
                        written++;
                    }
                    writer.ccfbStreamEnd();
                }
                writer.ccfbEnd(3);
                assertThat(read()).hasSize(written == 0 ? 1 : 2 + written);
            }
            assertThat(writer.length()).isLessThanOrEqualTo(capacity);
            assertThat(buf[3 + capacity]).isZero();
        }
    }

    @Test
    void shouldPackNacks() {
        int[] seqs = {65_535, 0, 15, 16, 40};
        assertThat(writer.nack(1, 2, seqs, seqs.length)).isEqualTo(5);
        assertThat(read()).containsExactly("nack 1 2 65535 1000000000000001", "nack 1 2 16 0", "nack 1 2 40 0");
    }

    @Test
    void shouldNackEverySequenceNumberAsked() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            TreeSet<Integer> lost = new TreeSet<>();
            int count = 1 + random.nextInt(60);
            while (lost.size() < count) {
                lost.add(random.nextInt(300));
            }
            int base = random.nextInt(65_536);
            int[] seqs =
                    lost.stream().mapToInt(offset -> base + offset & 0xFFFF).toArray();
            writer.reset(buf, 3, 20 + random.nextInt(200));
            int done = writer.nack(1, 2, seqs, seqs.length);
            TreeSet<Integer> told = new TreeSet<>();
            assertThat(RtcpReader.read(buf, 3, writer.length(), new RtcpHandler() {
                        @Override
                        public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
                            told.add(pid - base & 0xFFFF);
                            for (int bit = 0; bit < 16; bit++) {
                                if ((blp >> bit & 1) != 0) {
                                    told.add(pid + bit + 1 - base & 0xFFFF);
                                }
                            }
                        }
                    }))
                    .isTrue();
            assertThat(told).containsExactlyElementsOf(lost.stream().limit(done).toList());
            assertThat(done).isPositive();
        }
    }

    @Test
    void shouldWriteNothingWithoutRoom() {
        writer.reset(buf, 3, 11);
        assertThat(writer.senderReport(1, 2, 3, 4, 5)).isFalse();
        assertThat(writer.pli(1, 2)).isFalse();
        assertThat(writer.fir(1, 2, 3)).isFalse();
        assertThat(writer.nack(1, 2, new int[] {1}, 1)).isZero();
        assertThat(writer.rolloverAnnounce(1, 2, 3, 4)).isFalse();
        assertThat(writer.ccfbBegin(1)).isFalse();
        assertThat(writer.length()).isZero();
        assertThat(writer.receiverReportBegin(1)).isTrue();
        assertThat(writer.receiverReportBlock(1, 2, 3, 4, 5, 6, 7)).isFalse();
        writer.receiverReportEnd();
        assertThat(writer.length()).isEqualTo(8);
    }

    @Test
    void shouldEndAReportAt31Blocks() {
        writer.receiverReportBegin(1);
        for (int i = 0; i < 31; i++) {
            assertThat(writer.receiverReportBlock(i, 0, 0, 0, 0, 0, 0)).isTrue();
        }
        assertThat(writer.receiverReportBlock(31, 0, 0, 0, 0, 0, 0)).isFalse();
        writer.receiverReportEnd();
        assertThat(read()).hasSize(31);
    }

    @Test
    void shouldRefuseToBeginWithinAPacket() {
        writer.receiverReportBegin(1);
        assertThatThrownBy(() -> writer.pli(1, 2)).isInstanceOf(IllegalStateException.class);
        writer.reset(buf, 0, 100);
        assertThatThrownBy(() -> writer.ccfbEnd(1)).isInstanceOf(IllegalStateException.class);
    }

    private List<String> read() {
        RecordingHandler handler = new RecordingHandler();
        assertThat(RtcpReader.read(buf, 3, writer.length(), handler)).isTrue();
        return handler.calls;
    }
}
