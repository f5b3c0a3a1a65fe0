package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.RefusalReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's seats over several scopes that do not know of each other. */
class SeatsTest {
    private static final int SEATS = 10;
    private static final int SCOPES = 5;
    /** More than there are seats, so that what a scope was lent in advance finds somebody. */
    private static final int USERS = SEATS + 2;

    @TempDir
    Path data;

    @Test
    void shouldGiveExactlyTheSeatsWhenScopesRaceForThem() {
        List<TestLink> links = new ArrayList<>();
        try (MediascopeNode node = TestNodes.start(data)) {
            String app = node.firstApplication().orElseThrow().application().id();
            node.applications().setLimits(app, new ApplicationLimits(SEATS, 0, 0));
            for (int user = 0; user < USERS; user++) {
                for (int scope = 0; scope < SCOPES; scope++) {
                    ScopeKey key = new ScopeKey(app, "room-" + scope);
                    String token = node.tokens().issue(TokenOrder.of(key, "user-" + user, Duration.ofMinutes(1)));
                    links.add(TestLink.join(node, app, key.scopeId(), token));
                }
            }
            List<Envelope> outcomes = links.stream()
                    .map(link -> link.await(m -> m.hasAuthResponse() || m.hasRefusal()))
                    .toList();
            assertThat(outcomes.stream().filter(Envelope::hasAuthResponse)).hasSize(SEATS);
            assertThat(outcomes.stream().filter(Envelope::hasRefusal).map(m -> m.getRefusal()
                            .getReason()))
                    .hasSize(SCOPES * USERS - SEATS)
                    .containsOnly(RefusalReason.APPLICATION_OVER_LIMIT);
        } finally {
            links.forEach(TestLink::close);
        }
    }
}
