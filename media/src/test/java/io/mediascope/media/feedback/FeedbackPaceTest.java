package io.mediascope.media.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.rtcp.RtcpWriter;
import org.junit.jupiter.api.Test;

class FeedbackPaceTest {
    private static final long MS = 1_000_000;
    private final FeedbackPace pace = new FeedbackPace();
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private long now = 5_000 * MS;
    private int next;

    private void receive(int packets) {
        for (int i = 0; i < packets; i++) {
            arrivals.received(1, next++, now);
        }
    }

    private boolean due() {
        boolean due = pace.feedbackDue(arrivals, now);
        if (due) {
            arrivals.write(new RtcpWriter().reset(new byte[1200], 0, 1200), 2, now);
        }
        return due;
    }

    @Test
    void shouldReportThinStreamOnceASecond() {
        int reports = 0;
        for (int i = 0; i < 100; i++, now += 50 * MS) {
            receive(i % 2);
            reports += due() ? 1 : 0;
        }
        assertThat(reports).isBetween(5, 6);
    }

    @Test
    void shouldReportThickStreamByPackets() {
        int reports = 0;
        for (int i = 0; i < 100; i++, now += 50 * MS) {
            receive(50);
            reports += due() ? 1 : 0;
        }
        assertThat(reports).isBetween(24, 26);
    }

    @Test
    void shouldReportLossSoon() {
        receive(1);
        assertThat(due()).isTrue();
        receive(2);
        next++;
        receive(1);
        now += 50 * MS;
        assertThat(due()).isFalse();
        now += 50 * MS;
        assertThat(due()).isTrue();
    }

    @Test
    void shouldReportNothingWhenNothingArrived() {
        assertThat(due()).isFalse();
        receive(1);
        assertThat(due()).isTrue();
        now += 2000 * MS;
        assertThat(due()).isFalse();
        assertThat(pace.reportDue(now)).isTrue();
        assertThat(pace.reportDue(now + 500 * MS)).isFalse();
        assertThat(pace.reportDue(now + 1000 * MS)).isTrue();
    }
}
