package io.mediascope.cluster.history;

import akka.japi.function.Function;
import akka.persistence.query.EventEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts each scope's events into the order of their sequence numbers, once each: its tags are read by separate queries, of which one
 * may be ahead of the other. Reading always begins at a scope's first event.
 */
final class Resequencer implements Function<EventEnvelope, Iterable<EventEnvelope>> {
    private static final long serialVersionUID = 1L;

    /** One scope. */
    private static final class Order {
        long next = 1;
        final TreeMap<Long, EventEnvelope> early = new TreeMap<>();
    }

    private final transient Map<String, Order> orders = new HashMap<>();

    @Override
    public Iterable<EventEnvelope> apply(EventEnvelope envelope) {
        Order order = orders.computeIfAbsent(envelope.persistenceId(), id -> new Order());
        if (envelope.sequenceNr() < order.next) {
            return List.of();
        }
        order.early.put(envelope.sequenceNr(), envelope);
        List<EventEnvelope> ready = new ArrayList<>(1);
        for (EventEnvelope next = order.early.remove(order.next); next != null; next = order.early.remove(order.next)) {
            ready.add(next);
            order.next++;
        }
        return ready;
    }
}
