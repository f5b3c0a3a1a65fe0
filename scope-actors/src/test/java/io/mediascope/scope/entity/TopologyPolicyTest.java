package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.entity.TopologyPolicy.Candidate;
import io.mediascope.scope.entity.TopologyPolicy.Pair;
import io.mediascope.scope.model.ClientKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyPolicyTest {
    private static final Candidate A = new Candidate("a", 1, ClientKind.NATIVE, true, true, true, true);
    private static final Candidate B = new Candidate("b", 2, ClientKind.NATIVE, true, true, true, true);

    @Test
    void shouldJoinTwoThatCan() {
        Pair pair = new Pair("a", 1, "b", 2);
        assertThat(TopologyPolicy.pair(List.of(A, B))).contains(pair);
        assertThat(TopologyPolicy.pair(List.of(B, A))).contains(pair);
        assertThat(pair.other("a")).isEqualTo("b");
        assertThat(pair.other("b")).isEqualTo("a");
        assertThat(pair.has("c")).isFalse();
    }

    @Test
    void shouldJoinNeitherOneNorThree() {
        assertThat(TopologyPolicy.pair(List.of(A))).isEmpty();
        assertThat(TopologyPolicy.pair(List.of(A, B, A))).isEmpty();
    }

    @Test
    void shouldNeedEveryConditionOfBoth() {
        for (int missing = 0; missing < 4; missing++) {
            Candidate unable =
                    new Candidate("c", 1, ClientKind.NATIVE, missing != 0, missing != 1, missing != 2, missing != 3);
            assertThat(TopologyPolicy.pair(List.of(A, unable))).isEmpty();
            assertThat(TopologyPolicy.pair(List.of(unable, B))).isEmpty();
        }
    }

    @Test
    void shouldNotJoinDifferentKindsOfClients() {
        for (ClientKind kind : ClientKind.values()) {
            Candidate other = new Candidate("c", 1, kind, true, true, true, true);
            assertThat(TopologyPolicy.pair(List.of(A, other)).isPresent()).isEqualTo(kind == ClientKind.NATIVE);
        }
    }
}
