package io.mediascope.scope.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrozenJournalTest {
    private static final Map<String, ScopeEvent> SAMPLES = JournalSamples.byName();
    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));

    private final FrozenBytes v1 = new FrozenBytes(KIT.system(), "v1");

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    static Stream<String> names() {
        return SAMPLES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadWhatWasWritten(String name) {
        v1.check(name, SAMPLES.get(name));
    }

    @Test
    void shouldHaveASampleOfEveryEvent() {
        Set<Class<?>> sampled = SAMPLES.values().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(sampled).containsExactlyInAnyOrder(ScopeEvent.class.getPermittedSubclasses());
    }
}
