package io.mediascope.cluster.gateway;

import io.mediascope.scope.model.ScopeKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One-time tickets for media connections, in memory. Tickets wait in the order they were given out, so that old ones are dropped from
 * the front; above the bound the oldest goes first.
 */
public final class MediaTickets {
    public static final Duration VALIDITY = Duration.ofSeconds(30);
    static final int BYTES = 32;

    /** Whose media connection a ticket opens. */
    public record Holder(ScopeKey scope, String sessionId) {}

    private record Waiting(Holder holder, long untilNs) {}

    private final Map<ByteBuffer, Waiting> waiting = new LinkedHashMap<>();
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final int most;

    /**
     * @param random cryptographically strong
     * @param most tickets that may wait at once
     */
    public MediaTickets(RandomGenerator random, LongSupplier nanoTime, int most) {
        this.random = random;
        this.nanoTime = nanoTime;
        this.most = most;
    }

    public synchronized byte[] issue(Holder holder) {
        long now = nanoTime.getAsLong();
        dropOld(now);
        byte[] ticket = new byte[BYTES];
        random.nextBytes(ticket);
        waiting.put(ByteBuffer.wrap(ticket.clone()), new Waiting(holder, now + VALIDITY.toNanos()));
        return ticket;
    }

    /** Takes the ticket: it is good once. */
    public synchronized Optional<Holder> redeem(byte[] ticket) {
        Waiting found = waiting.remove(ByteBuffer.wrap(ticket));
        return found == null || found.untilNs - nanoTime.getAsLong() <= 0
                ? Optional.empty()
                : Optional.of(found.holder);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private void dropOld(long now) {
        Iterator<Waiting> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            Waiting ticket = oldest.next();
            if (ticket.untilNs - now > 0 && waiting.size() < most) {
                return;
            }
            oldest.remove();
        }
    }
}
