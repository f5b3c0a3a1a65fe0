package io.mediascope.cluster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.model.ScopeKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MediaTicketsTest {
    private final AtomicLong now = new AtomicLong();
    private final MediaTickets tickets = new MediaTickets(new SecureRandom(), now::get, 3);
    private final MediaTickets.Holder alice = new MediaTickets.Holder(new ScopeKey("app", "room"), "alice-1");

    @Test
    void shouldOpenOneConnection() {
        byte[] ticket = tickets.issue(alice);

        assertThat(ticket).hasSize(32);
        assertThat(tickets.redeem(ticket)).contains(alice);
        assertThat(tickets.redeem(ticket)).isEmpty();
        assertThat(tickets.redeem(new byte[0])).isEmpty();
    }

    @Test
    void shouldExpire() {
        byte[] ticket = tickets.issue(alice);
        now.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(tickets.redeem(ticket)).isEmpty();
    }

    @Test
    void shouldStayBounded() {
        byte[] first = tickets.issue(alice);
        for (int i = 0; i < 10; i++) {
            tickets.issue(alice);
        }

        assertThat(tickets.waiting()).isEqualTo(3);
        assertThat(tickets.redeem(first)).isEmpty();
    }
}
