package io.mediascope.media.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is recorded is read back: nothing is said of a packet that did not come, each arrival is right to a quarter millisecond. */
class TransportFeedbackRecorderTest {
    private static final long MS = 1_000_000;

    private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    private final Map<Integer, Long> told = new TreeMap<>();
    private int feedbacks;

    @Test
    void shouldTellOfEveryArrival() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            told.clear();
            Map<Integer, Long> recorded = new TreeMap<>();
            long now = round * 1000 * MS;
            for (int i = 0; i < 100; i++) {
                int seq = (round * 100 + 60_000 + i) & 0xFFFF;
                now += random.nextInt(10) == 0 ? random.nextInt(200) * MS : random.nextInt(1000) * 1000L;
                if (random.nextInt(8) != 0) {
                    long arrival = random.nextInt(20) == 0 ? now + 40 * MS : now;
                    recorder.record(seq, arrival);
                    recorded.put(seq, arrival);
                }
            }
            drain(1500);
            assertThat(told.keySet()).isEqualTo(recorded.keySet());
            recorded.forEach(
                    (seq, arrivalNs) -> assertThat(told.get(seq)).isBetween(arrivalNs / 1000 - 250, arrivalNs / 1000));
        }
    }

    @Test
    void shouldSplitWhatHasNoRoom() {
        for (int i = 0; i < 4000; i++) {
            recorder.record(i, i * (i % 3 == 0 ? 1 : 1000) * 1000L);
        }
        drain(5000);
        assertThat(told).hasSize(4000);
        assertThat(feedbacks).isGreaterThan(4);
    }

    @Test
    void shouldBeginAnewAfterALongPause() {
        recorder.record(1, 0);
        drain(1200);
        recorder.record(2, 60_000 * MS);
        recorder.record(30_000, 60_001 * MS);
        drain(1200);
        assertThat(told).containsKeys(1, 30_000);
        assertThat(recorder.pending()).isFalse();
    }

    @Test
    void shouldTellOfWhatCameLate() {
        recorder.record(1, 10 * MS);
        recorder.record(3, 11 * MS);
        drain(1200);
        recorder.record(2, 12 * MS);
        drain(1200);
        assertThat(told).containsOnlyKeys(1, 2, 3);
    }

    private void drain(int capacity) {
        byte[] packet = new byte[capacity];
        int rounds = 0;
        while (recorder.pending()) {
            RtcpWriter writer = new RtcpWriter().reset(packet, 0, capacity);
            assertThat(recorder.write(writer, 1, 2)).isTrue();
            assertThat(writer.length()).isLessThanOrEqualTo(TransportFeedbackRecorder.MAX_LENGTH);
            assertThat(RtcpReader.read(packet, 0, writer.length(), new Reader()))
                    .isTrue();
            assertThat(++rounds).isLessThan(200);
        }
    }

    private final class Reader implements RtcpHandler {
        @Override
        public void transportFeedback(int senderSsrc, int mediaSsrc, int feedbackCount, int baseSeq, int count) {
            assertThat(feedbackCount).isEqualTo(feedbacks++ & 0xFF);
        }

        @Override
        public void transportPacket(int seq, boolean received, long arrivalUs) {
            if (received) {
                told.put(seq, arrivalUs);
            }
        }
    }
}
