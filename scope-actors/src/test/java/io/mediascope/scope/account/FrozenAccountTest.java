package io.mediascope.scope.account;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import io.mediascope.scope.journal.FrozenBytes;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FrozenAccountTest {
    private static final Instant UNTIL = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Map<String, AccountEvent> SAMPLES = Map.of(
            "SeatsLent", new AccountEvent.SeatsLent("room", 12, UNTIL),
            "SeatsReturned", new AccountEvent.SeatsReturned("other"));
    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));

    private final FrozenBytes v1 = new FrozenBytes(KIT.system(), "v1");

    @AfterAll
    static void close() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldReadWhatWasWritten() {
        SAMPLES.forEach(v1::check);
    }

    @Test
    void shouldReadItsSnapshot() {
        v1.check("AccountState", AccountState.EMPTY.apply(SAMPLES.get("SeatsLent")));
    }

    @Test
    void shouldHaveASampleOfEveryEvent() {
        assertThat(SAMPLES.values().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(AccountEvent.class.getPermittedSubclasses());
    }
}
