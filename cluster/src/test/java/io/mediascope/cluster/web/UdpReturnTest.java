package io.mediascope.cluster.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UdpReturnTest {
    @Test
    void shouldTryOftenForAMinuteAndThenEverMoreSeldom() {
        UdpReturn plan = new UdpReturn();
        List<Long> seconds =
                Stream.generate(plan::next).limit(13).map(Duration::toSeconds).toList();
        assertThat(seconds).containsExactly(5L, 8L, 8L, 8L, 8L, 8L, 8L, 8L, 16L, 32L, 60L, 60L, 60L);
    }
}
