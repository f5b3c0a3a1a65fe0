package io.mediascope.media.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Recorder, RTCP bytes and history as one: what is sent on one side is accounted for on the other. */
class CongestionFeedbackTest {
    private static final long MS = 1_000_000;
    private static final long CLOCK_OFFSET = 7_777_777 * MS;
    private static final long DELAY = 15 * MS;

    private final ArrivalRecorder recorder = new ArrivalRecorder();
    private final Map<Long, Integer> acknowledged = new HashMap<>();
    private final Map<Long, Integer> lost = new HashMap<>();
    private long worstDelayErrorNs;
    private final SentHistory history = new SentHistory(new SentHistory.Listener() {
        @Override
        public void acknowledged(int ssrc, int seq, int lengthBytes, long sentNs, long arrivalNs) {
            acknowledged.merge((long) ssrc << 16 | seq, 1, Integer::sum);
            worstDelayErrorNs = Math.max(worstDelayErrorNs, Math.abs(arrivalNs - CLOCK_OFFSET - sentNs - DELAY));
        }

        @Override
        public void lost(int ssrc, int seq, int lengthBytes, long sentNs) {
            lost.merge((long) ssrc << 16 | seq, 1, Integer::sum);
        }
    });

    @Test
    void shouldAccountForEveryPacketOnceAcrossTheWrap() {
        Random random = new Random(5);
        int dropped = 0;
        long now = 0;
        for (int i = 0; i < 4000; i++, now += 5 * MS) {
            for (int ssrc = 1; ssrc <= 3; ssrc++) {
                int seq = (64_000 + i) & 0xFFFF;
                history.sent(ssrc, seq, 500, now);
                if (i < 3990 && random.nextInt(20) == 0) {
                    dropped++;
                } else {
                    recorder.received(ssrc, seq, now + DELAY + CLOCK_OFFSET);
                }
            }
            if (i % 15 == 14) {
                report(now, 1200);
            }
        }
        report(now, 1200);
        assertThat(acknowledged).hasSize(12_000 - dropped).allSatisfy((k, n) -> assertThat(n)
                .isEqualTo(1));
        assertThat(lost).hasSize(dropped).allSatisfy((k, n) -> assertThat(n).isEqualTo(1));
        assertThat(worstDelayErrorNs).isLessThan(2 * MS);
        assertThat(history.rttNs()).isCloseTo(2 * DELAY, within(2 * MS));
    }

    @Test
    void shouldLeaveWhatHasNoRoomForTheNextReport() {
        for (int seq = 0; seq < 500; seq++) {
            for (int ssrc = 1; ssrc <= 4; ssrc++) {
                history.sent(ssrc, seq, 100, 0);
                recorder.received(ssrc, seq, DELAY + CLOCK_OFFSET);
            }
        }
        int reports = 0;
        while (recorder.pending() && reports < 100) {
            report(0, 300);
            reports++;
        }
        assertThat(reports).isBetween(10, 30);
        assertThat(acknowledged).hasSize(2000);
    }

    @Test
    void shouldStayBoundedAndQuietOnForeignFeedback() {
        for (int ssrc = 0; ssrc < 1000; ssrc++) {
            recorder.received(ssrc, ssrc * 7, 0);
            history.sent(ssrc, 1, 1, 0);
        }
        history.ccfbBegin(0xFFFF_FFFFL, 0);
        for (int seq = 0; seq < 70_000; seq++) {
            history.ccfbPacket(99_999, seq & 0xFFFF, true, 5);
            history.ccfbPacket(999, (seq + 2) & 0xFFFF, seq % 2 == 0, 0x1FFF);
        }
        assertThat(acknowledged).isEmpty();
        byte[] buf = new byte[1200];
        assertThat(recorder.write(new RtcpWriter().reset(buf, 0, buf.length), 1, 0))
                .isTrue();
        assertThat(recorder.write(new RtcpWriter().reset(buf, 0, buf.length), 1, 0))
                .isFalse();
    }

    @Test
    void shouldCountARetransmissionThatArrivedAsLostAndTakeNoDelayFromIt() {
        history.sent(1, 10, 100, 0);
        history.resent(1, 10);
        history.ccfbBegin(100, 0);
        history.ccfbPacket(1, 10, true, 5);
        assertThat(acknowledged).isEmpty();
        assertThat(lost).hasSize(1);
    }

    private void report(long nowNs, int capacity) {
        byte[] buf = new byte[capacity];
        RtcpWriter writer = new RtcpWriter().reset(buf, 0, buf.length);
        // The report leaves when the last packet has arrived, and travels back as long.
        assertThat(recorder.write(writer, 9, nowNs + DELAY + CLOCK_OFFSET)).isTrue();
        assertThat(RtcpReader.read(buf, 0, writer.length(), new RtcpHandler() {
                    @Override
                    public void ccfbBegin(int senderSsrc, long reportTimestamp) {
                        history.ccfbBegin(reportTimestamp, nowNs + 2 * DELAY);
                    }

                    @Override
                    public void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {
                        history.ccfbPacket(ssrc, seq, received, arrivalOffset1024);
                    }
                }))
                .isTrue();
    }
}
