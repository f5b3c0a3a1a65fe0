package io.mediascope.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.model.FencingToken;
import org.junit.jupiter.api.Test;

class FencingTest {
    private final FencingToken held = new FencingToken(5, "a");

    @Test
    void shouldTakeHigherNumbersAndTheSameIncarnationOnly() {
        assertThat(Fencing.isStale(new FencingToken(6, "b"), held)).isFalse();
        assertThat(Fencing.isStale(new FencingToken(5, "a"), held)).isFalse();
        assertThat(Fencing.isStale(new FencingToken(5, "b"), held)).isTrue();
        assertThat(Fencing.isStale(new FencingToken(4, "a"), held)).isTrue();
        assertThat(Fencing.isStale(new FencingToken(0, "z"), null)).isFalse();
    }
}
