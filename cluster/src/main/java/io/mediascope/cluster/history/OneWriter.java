package io.mediascope.cluster.history;

import akka.japi.function.Function;
import akka.persistence.query.EventEnvelope;
import io.mediascope.scope.journal.ScopeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One scope's rows in their order, without those that a fenced writer left behind: what a process was about to write when it was frozen
 * may surface beside what its successor wrote under the same sequence number. A successor begins with {@link ScopeEvent.ScopeResumed}, or
 * with a new life: that row counts, and whatever the other wrote in the same turn, which has the same time, does not. The recovery of
 * the scope's actor decides the same by the writers' ids, which queries do not tell. Each row is held until the next one shows that it is
 * alone; {@link #END} lets go of the last.
 */
final class OneWriter implements Function<Optional<EventEnvelope>, Iterable<EventEnvelope>> {
    private static final long serialVersionUID = 1L;
    static final Optional<EventEnvelope> END = Optional.empty();

    private final transient List<EventEnvelope> held = new ArrayList<>(1);
    private final transient Set<Instant> lost = new HashSet<>();

    @Override
    public Iterable<EventEnvelope> apply(Optional<EventEnvelope> row) {
        boolean same = row.isPresent()
                && !held.isEmpty()
                && row.get().sequenceNr() == held.get(0).sequenceNr();
        List<EventEnvelope> ready = same ? List.of() : settle();
        row.ifPresent(held::add);
        return ready;
    }

    /** Of the rows of one number the one that counts. */
    private List<EventEnvelope> settle() {
        if (held.isEmpty()) {
            return List.of();
        }
        EventEnvelope counts = held.stream()
                .filter(OneWriter::begins)
                .reduce((earlier, later) -> later)
                .orElseGet(() -> held.stream()
                        .filter(row -> !lost.contains(time(row)))
                        .findFirst()
                        .orElse(held.get(0)));
        held.stream().filter(row -> !row.equals(counts)).forEach(row -> lost.add(time(row)));
        boolean alone = held.size() == 1;
        held.clear();
        return alone && lost.contains(time(counts)) ? List.of() : List.of(counts);
    }

    private static boolean begins(EventEnvelope row) {
        return row.event() instanceof ScopeEvent.ScopeResumed || row.event() instanceof ScopeEvent.ScopeCreated;
    }

    private static Instant time(EventEnvelope row) {
        return row.event() instanceof ScopeEvent event ? event.header().time() : Instant.EPOCH;
    }
}
