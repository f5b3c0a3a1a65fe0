package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RolloverTest {
    private static final long MS = 1_000_000;

    private final Rollover rollover = new Rollover(7);
    private long nowNs = 5_000 * MS;

    /** Sends a packet each 10 ms; returns how many announcements went with them. */
    private int flow(int packets) {
        int announced = 0;
        for (int i = 0; i < packets; i++) {
            nowNs += 10 * MS;
            rollover.givesUp();
            if (rollover.repeatDue(nowNs)) {
                announced++;
            }
            if (rollover.isNeeded(nowNs)) {
                rollover.begin(0x1_0000L + i, nowNs);
                announced++;
            }
            rollover.sent(nowNs);
        }
        return announced;
    }

    @Test
    void shouldRepeatAtMostFortyTimesAndThenOnceASecond() {
        assertThat(flow(210)).isEqualTo(40);
        assertThat(flow(1000)).isBetween(8, 11);
    }

    @Test
    void shouldBeQuietAfterALateAcknowledgement() {
        flow(400);

        rollover.acknowledged(1);

        assertThat(flow(1000)).isZero();
    }

    @Test
    void shouldAnnounceAgainAfterAPause() {
        flow(10);
        rollover.acknowledged(1);
        nowNs += 2_000 * MS;

        assertThat(flow(1)).isEqualTo(1);
    }
}
