package io.mediascope.cluster.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private final AtomicLong now = new AtomicLong();
    private final TokenBuckets buckets = new TokenBuckets(2, 10, 2, now::get);

    @Test
    void shouldAllowABurstAndThenTheRate() {
        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("a")).isFalse();
        now.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("a")).isFalse();
    }

    @Test
    void shouldNeverHoldMoreThanABurst() {
        buckets.take("a");
        now.addAndGet(Duration.ofDays(400).toNanos());
        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("a")).isFalse();
    }

    @Test
    void shouldForgetTheNameNotSeenForTheLongestTime() {
        buckets.take("a");
        buckets.take("a");
        buckets.take("b");
        buckets.take("c");
        assertThat(buckets.take("a")).isTrue();
    }
}
