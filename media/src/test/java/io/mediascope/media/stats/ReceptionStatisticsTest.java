package io.mediascope.media.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private static final long MS = 1_000_000;
    private final ReceptionStatistics statistics = new ReceptionStatistics(48_000);

    @Test
    void shouldCountLossOfAnIntervalAsWorkedByHand() {
        // 10 expected (0..9), 8 received: lost 2, fraction 2/10 * 256 = 51 (RFC 3550 A.3).
        receive(0, 1, 2, 4, 5, 6, 8, 9);
        statistics.endInterval();
        assertThat(statistics.cumulativeLost()).isEqualTo(2);
        assertThat(statistics.fractionLost()).isEqualTo(51);

        // 4 expected (10..13), 4 received, and one late (3) makes up: lost 1 in all, the interval has none.
        receive(10, 11, 3, 12, 13);
        statistics.endInterval();
        assertThat(statistics.cumulativeLost()).isEqualTo(1);
        assertThat(statistics.fractionLost()).isZero();
        assertThat(statistics.extendedHighestSeq()).isEqualTo(13);
    }

    @Test
    void shouldCountCyclesAndDuplicatesAcrossTheWrap() {
        receive(65534, 65535, 0, 1, 1, 1, 65535);
        statistics.endInterval();
        assertThat(statistics.extendedHighestSeq()).isEqualTo(65537);
        assertThat(statistics.cumulativeLost()).isEqualTo(-3);
        assertThat(statistics.fractionLost()).isZero();
    }

    @Test
    void shouldTakeNoJitterFromAPacketThatWasSentAgain() {
        statistics.received(0, 0, 0, 100);
        statistics.received(2, 1920, 40 * MS, 100);
        statistics.received(1, 960, 300 * MS, 100);
        statistics.received(3, 2880, 60 * MS, 100);
        assertThat(statistics.jitter()).isZero();
        assertThat(statistics.cumulativeLost()).isZero();
    }

    @Test
    void shouldLeaveOutAStrayPacketAndFollowARealJump() {
        receive(100, 101);
        assertThat(statistics.received(40_000, 0, 0, 100)).isFalse();
        receive(102);
        statistics.endInterval();
        assertThat(statistics.cumulativeLost()).isZero();

        assertThat(statistics.received(40_000, 0, 0, 100)).isFalse();
        assertThat(statistics.received(40_001, 0, 0, 100)).isTrue();
        assertThat(statistics.extendedHighestSeq()).isEqualTo(40_001);
        assertThat(statistics.cumulativeLost()).isZero();
    }

    @Test
    void shouldComputeJitterAsWorkedByHand() {
        // D = 0, then the third packet is 5 ms = 240 units late: J = 240 / 16 = 15, then D = -240: J = 15 + (240 - 15)
        // / 16 = 29.06.
        statistics.received(1, 0, 0, 100);
        statistics.received(2, 960, 20 * MS, 100);
        assertThat(statistics.jitter()).isZero();
        statistics.received(3, 1920, 45 * MS, 100);
        assertThat(statistics.jitter()).isEqualTo(15);
        statistics.received(4, 2880, 60 * MS, 100);
        assertThat(statistics.jitter()).isEqualTo(29);
        assertThat(statistics.jitterNs()).isBetween(605_000L, 606_000L);
    }

    @Test
    void shouldAgreeWithTheTruthUnderRandomLossAndReordering() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            ReceptionStatistics random1 = new ReceptionStatistics(90_000);
            int first = random.nextInt(65536);
            List<Integer> arriving = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                if (i == 0 || i == 99_999 || random.nextInt(10) > 0) {
                    arriving.add(i);
                }
            }
            for (int i = 10; i + 20 < arriving.size(); i += 10) {
                Collections.swap(arriving, i, i + random.nextInt(8));
            }
            arriving.forEach(i -> random1.received((first + i) & 0xFFFF, 0, 0, 1));
            assertThat(random1.cumulativeLost()).isEqualTo(100_000 - arriving.size());
            assertThat(random1.extendedHighestSeq()).isEqualTo(first + 99_999L);
        }
    }

    @Test
    void shouldKeepTheLossOfTheTimeBeforeAReset() {
        receive(1, 2, 5);
        statistics.reset();
        receive(30_000, 30_001, 30_003);
        assertThat(statistics.cumulativeLost()).isEqualTo(3);
    }

    @Test
    void shouldWriteWhatTheReaderReads() {
        receive(7, 8, 10);
        statistics.senderReport(0x0000_1234_5678_0000L, 1000 * MS);
        byte[] buf = new byte[200];
        RtcpWriter writer = new RtcpWriter().reset(buf, 0, buf.length);
        writer.receiverReportBegin(1);
        assertThat(statistics.writeReportBlock(writer, 42, 1500 * MS)).isTrue();
        writer.receiverReportEnd();

        List<Long> seen = new ArrayList<>();
        assertThat(RtcpReader.read(buf, 0, writer.length(), new RtcpHandler() {
                    @Override
                    public void reportBlock(
                            int sender,
                            int ssrc,
                            int fraction,
                            int lost,
                            long highest,
                            long jitter,
                            long lsr,
                            long dlsr) {
                        Collections.addAll(seen, (long) ssrc, (long) fraction, (long) lost, highest, jitter, lsr, dlsr);
                    }
                }))
                .isTrue();
        assertThat(seen).containsExactly(42L, 64L, 1L, 10L, 0L, 0x1234_5678L, 32_768L);
    }

    private void receive(int... sequenceNumbers) {
        for (int seq : sequenceNumbers) {
            assertThat(statistics.received(seq, 0, 0, 100)).isTrue();
        }
    }
}
