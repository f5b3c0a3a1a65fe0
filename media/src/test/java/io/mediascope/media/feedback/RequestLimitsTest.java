package io.mediascope.media.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLimitsTest {
    private static final long MS = 1_000_000;
    private final KeyFrameRequests requests = new KeyFrameRequests();

    @Test
    void shouldCoalesceRequestsUntilTheKeyFrameComes() {
        assertThat(requests.request(0)).isTrue();
        assertThat(requests.request(100 * MS)).isFalse();
        assertThat(requests.due(499 * MS)).isFalse();
        assertThat(requests.due(500 * MS)).isTrue();
        requests.keyFrameArrived();
        assertThat(requests.due(2000 * MS)).isFalse();
        assertThat(requests.sent()).isEqualTo(2);
    }

    @Test
    void shouldServeANewReceiverSooner() {
        requests.request(0);
        requests.keyFrameArrived();
        assertThat(requests.requestUrgent(99 * MS)).isFalse();
        assertThat(requests.requestUrgent(100 * MS)).isTrue();
    }

    @Test
    void shouldNotAskForEver() {
        requests.request(0);
        int sent = 1;
        for (int i = 1; i < 100; i++) {
            sent += requests.due(i * 500 * MS) ? 1 : 0;
        }
        assertThat(sent).isEqualTo(20);
        assertThat(requests.pending()).isFalse();
        assertThat(requests.request(60_000 * MS)).isTrue();
    }

    @Test
    void shouldAnswerTwiceWithinARoundTrip() {
        ResendLimiter limiter = new ResendLimiter();
        assertThat(limiter.allow(0, 0, 50 * MS)).isTrue();
        assertThat(limiter.allow(0, 10 * MS, 50 * MS)).isTrue();
        assertThat(limiter.allow(0, 20 * MS, 50 * MS)).isFalse();
        assertThat(limiter.allow(1, 20 * MS, 50 * MS)).isTrue();
        assertThat(limiter.allow(0, 50 * MS, 50 * MS)).isTrue();
    }

    @Test
    void shouldNotResendMoreThanWasSentHoweverMuchIsAskedFor() {
        ResendLimiter limiter = new ResendLimiter();
        int resent = 0;
        for (int i = 0; i < 100_000; i++) {
            resent += limiter.allow(i % 2000, i, 1) ? 1 : 0;
        }
        assertThat(resent).isEqualTo(512);

        limiter.sent(3);
        assertThat(limiter.allow(1, 200_000, 1)).isTrue();
        assertThat(limiter.allow(2, 200_000, 1)).isTrue();
        assertThat(limiter.allow(3, 200_000, 1)).isTrue();
        assertThat(limiter.allow(4, 200_000, 1)).isFalse();
    }
}
