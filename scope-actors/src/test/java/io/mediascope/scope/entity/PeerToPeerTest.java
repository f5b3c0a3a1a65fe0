package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.entity.PeerToPeer.Broken;
import io.mediascope.scope.entity.PeerToPeer.Step;
import io.mediascope.scope.entity.TopologyPolicy.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PeerToPeerTest {
    private static final Pair PAIR = new Pair("a", 1, "b", 1);
    private static final ScopeSettings.PeerToPeer SETTINGS = new ScopeSettings.PeerToPeer(
            true,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(3));

    private static final Function<Pair, Broken> NEVER = pair -> {
        throw new AssertionError(pair + " is not over");
    };

    private final PeerToPeer p2p = new PeerToPeer(SETTINGS, 100);
    private Instant now = Instant.EPOCH;

    @Test
    void shouldTryWhenTheyHaveBeenAloneForAWhile() {
        p2p.conditions(PAIR, NEVER, now);
        assertThat(after(4)).isEmpty();
        assertThat(after(1)).containsExactly(new Step.Start(101, PAIR));
    }

    @Test
    void shouldSettleAnewWhenALinkChanges() {
        p2p.conditions(PAIR, NEVER, now);
        after(4);
        Pair other = new Pair("a", 1, "b", 2);
        p2p.conditions(other, NEVER, now);
        assertThat(after(4)).isEmpty();
        assertThat(after(1)).containsExactly(new Step.Start(101, other));
    }

    @Test
    void shouldForgetItWhenTheyCannotAnyMore() {
        p2p.conditions(PAIR, NEVER, now);
        p2p.conditions(null, pair -> Broken.THIRD_JOINED, now);
        assertThat(after(60)).isEmpty();
        assertThat(p2p.next()).isNull();
    }

    @Test
    void shouldSwitchWhenBothHaveProvedIt() {
        trying();
        assertThat(p2p.established("a", 101)).isEmpty();
        assertThat(p2p.established("a", 101)).isEmpty();
        assertThat(p2p.established("b", 100)).isEmpty();
        assertThat(p2p.established("c", 101)).isEmpty();
        assertThat(p2p.established("b", 101)).containsExactly(new Step.Switch(101, PAIR));
        assertThat(after(3600)).isEmpty();
    }

    @Test
    void shouldGiveUpAnAttemptAndWaitLongerEachTime() {
        trying();
        long attempt = 101;
        for (int wait : new int[] {30, 60, 120, 120}) {
            assertThat(after(5))
                    .containsExactly(
                            new Step.Stop(attempt, PAIR, false, false, "the direct path was not proved in time"));
            p2p.conditions(PAIR, NEVER, now);
            assertThat(after(wait - 1)).isEmpty();
            attempt++;
            assertThat(after(1)).containsExactly(new Step.Start(attempt, PAIR));
        }
    }

    @Test
    void shouldDrainWhenAThirdComes() {
        direct();
        assertThat(p2p.conditions(null, pair -> Broken.THIRD_JOINED, now))
                .containsExactly(new Step.Stop(101, PAIR, true, true, "a third participant joined"));
        assertThat(p2p.relayCarries("a", 101)).containsExactly(new Step.Drop(101, "b"));
        assertThat(after(3)).containsExactly(new Step.Drop(101, "a"));
        assertThat(after(60)).isEmpty();
    }

    @Test
    void shouldBeDoneWhenTheRelayCarriesForBoth() {
        direct();
        p2p.conditions(null, pair -> Broken.THIRD_JOINED, now);
        p2p.relayCarries("a", 101);
        assertThat(p2p.relayCarries("b", 101)).containsExactly(new Step.Drop(101, "a"));
        assertThat(p2p.next()).isNull();
    }

    @Test
    void shouldGoBackAtOnceWhenThePathIsLost() {
        direct();
        assertThat(p2p.failed(99, "late", now)).isEmpty();
        assertThat(p2p.failed(101, "silent", now)).containsExactly(new Step.Stop(101, PAIR, false, true, "silent"));
        assertThat(p2p.failed(101, "silent", now)).isEmpty();
    }

    @Test
    void shouldGoOnWithAPathThatOutlivedTheActor() {
        p2p.resume(7, PAIR);
        assertThat(p2p.conditions(PAIR, NEVER, now)).isEmpty();
        assertThat(p2p.concerns("a", 7)).isTrue();
        assertThat(p2p.failed(7, "silent", now)).containsExactly(new Step.Stop(7, PAIR, false, true, "silent"));
        p2p.conditions(PAIR, NEVER, now);
        assertThat(after(30)).containsExactly(new Step.Start(101, PAIR));
    }

    @Test
    void shouldDoNothingWhenSwitchedOff() {
        PeerToPeer off = new PeerToPeer(
                new ScopeSettings.PeerToPeer(
                        false, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                0);
        assertThat(off.conditions(PAIR, NEVER, now)).isEmpty();
        assertThat(off.next()).isNull();
    }

    private void trying() {
        p2p.conditions(PAIR, NEVER, now);
        after(5);
    }

    private void direct() {
        trying();
        p2p.established("a", 101);
        p2p.established("b", 101);
    }

    private List<Step> after(int seconds) {
        now = now.plusSeconds(seconds);
        return p2p.tick(now);
    }
}
