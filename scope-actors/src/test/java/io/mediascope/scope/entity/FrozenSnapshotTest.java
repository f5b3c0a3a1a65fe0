package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import io.mediascope.scope.journal.FrozenBytes;
import io.mediascope.scope.journal.JournalSamples;
import io.mediascope.scope.journal.ScopeEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FrozenSnapshotTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));

    private final FrozenBytes v1 = new FrozenBytes(KIT.system(), "v1");

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldReadASnapshotInTheMidstOfALife() {
        ScopeState state = ScopeState.empty(ScopeFixture.KEY);
        for (ScopeEvent event : JournalSamples.all()) {
            if (event instanceof ScopeEvent.QualityReported) {
                break;
            }
            state = state.apply(event);
        }
        assertThat(state.participants()).hasSize(2);
        v1.check("ScopeState", state);
    }

    @Test
    void shouldReadASnapshotBetweenLives() {
        ScopeState state = ScopeState.empty(ScopeFixture.KEY);
        for (ScopeEvent event : JournalSamples.all()) {
            state = state.apply(event);
        }
        assertThat(state.live()).isFalse();
        v1.check("ScopeState-disposed", state);
    }
}
