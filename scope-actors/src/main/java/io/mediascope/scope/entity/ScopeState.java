package io.mediascope.scope.entity;

import io.mediascope.media.model.Topology;
import io.mediascope.scope.journal.EventHeader;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that the journal says of a scope; changed only by {@link #apply}.
 *
 * @param life counts from 1; 0 before the first
 * @param fencing the {@code n} of the fencing token
 * @param attempt names the direct path while the topology is PEER_TO_PEER
 * @param participants by session id, in the order of their joins
 * @param moving a new home was named, and not yet that it is
 */
record ScopeState(
        ScopeKey key,
        boolean live,
        long life,
        long sequenceNumber,
        Instant lastTime,
        long fencing,
        @Nullable Instant createdAt,
        @Nullable HomeNode home,
        Topology topology,
        long attempt,
        int applicationSeats,
        Map<String, Participant> participants,
        boolean moving)
        implements ScopeSerializable {
    static ScopeState empty(ScopeKey key) {
        return new ScopeState(
                key, false, 0, 0, Instant.EPOCH, 0, null, null, Topology.RELAY, 0, 0, new LinkedHashMap<>(), false);
    }

    Optional<Participant> session(String sessionId) {
        return Optional.ofNullable(participants.get(sessionId));
    }

    Optional<Participant> user(String userId) {
        return participants.values().stream()
                .filter(p -> p.userId().equals(userId))
                .findFirst();
    }

    List<Participant> all() {
        return List.copyOf(participants.values());
    }

    /** The state after {@code event}. */
    ScopeState apply(ScopeEvent event) {
        return change(event).stamped(event.header());
    }

    private ScopeState change(ScopeEvent event) {
        if (event instanceof ScopeEvent.ScopeCreated e) {
            Instant at = e.header().time();
            return new ScopeState(
                    key,
                    true,
                    e.header().life(),
                    0,
                    at,
                    e.fencing(),
                    at,
                    e.home(),
                    Topology.RELAY,
                    0,
                    0,
                    Map.of(),
                    false);
        } else if (event instanceof ScopeEvent.ScopeResumed e) {
            return at(home, e.fencing(), moving);
        } else if (event instanceof ScopeEvent.ScopeMoving e) {
            return at(e.to(), e.fencing(), true);
        } else if (event instanceof ScopeEvent.ScopeMoved e) {
            return at(e.home(), fencing, false);
        } else if (event instanceof ScopeEvent.TopologyChanged e) {
            return withTopology(e.topology(), e.attempt());
        } else if (event instanceof ScopeEvent.ScopeDisposed) {
            return new ScopeState(
                    key, false, life, 0, lastTime, fencing, null, null, Topology.RELAY, 0, 0, Map.of(), false);
        } else if (event instanceof ScopeEvent.ParticipantJoined e) {
            return join(e);
        } else if (event instanceof ScopeEvent.ParticipantLeft e) {
            return leave(e.sessionId());
        }
        return changeParticipant(event);
    }

    private ScopeState changeParticipant(ScopeEvent event) {
        if (event instanceof ScopeEvent.ParticipantReconnected e) {
            return update(e.sessionId(), p -> p.reconnected(e));
        } else if (event instanceof ScopeEvent.ParticipantMoved e) {
            return update(e.sessionId(), p -> p.moved(e));
        } else if (event instanceof ScopeEvent.TrackPublished e) {
            return update(e.sessionId(), p -> p.with(e.track()));
        } else if (event instanceof ScopeEvent.TrackReplaced e) {
            return update(e.sessionId(), p -> p.with(e.track()));
        } else if (event instanceof ScopeEvent.TrackUnpublished e) {
            return update(e.sessionId(), p -> p.without(e.trackId(), e.commandId()));
        } else if (event instanceof ScopeEvent.TransportChanged e) {
            return update(e.sessionId(), p -> p.over(e));
        } else if (event instanceof ScopeEvent.LayerChanged e) {
            return update(e.sessionId(), p -> p.wanting(e.wanted()));
        }
        return this;
    }

    private ScopeState join(ScopeEvent.ParticipantJoined e) {
        Map<String, Participant> next = new LinkedHashMap<>(participants);
        next.put(e.sessionId(), Participant.of(e));
        return with(next, e.applicationSeats());
    }

    private ScopeState leave(String sessionId) {
        Map<String, Participant> next = new LinkedHashMap<>(participants);
        next.remove(sessionId);
        return with(next, applicationSeats);
    }

    private ScopeState update(String sessionId, UnaryOperator<Participant> change) {
        Map<String, Participant> next = new LinkedHashMap<>(participants);
        next.computeIfPresent(sessionId, (id, p) -> change.apply(p));
        return with(next, applicationSeats);
    }

    private ScopeState with(Map<String, Participant> next, int seats) {
        return new ScopeState(
                key,
                live,
                life,
                sequenceNumber,
                lastTime,
                fencing,
                createdAt,
                home,
                topology,
                attempt,
                seats,
                next,
                moving);
    }

    private ScopeState at(@Nullable HomeNode nextHome, long nextFencing, boolean onTheWay) {
        return new ScopeState(
                key,
                live,
                life,
                sequenceNumber,
                lastTime,
                nextFencing,
                createdAt,
                nextHome,
                topology,
                attempt,
                applicationSeats,
                participants,
                onTheWay);
    }

    private ScopeState withTopology(Topology next, long nextAttempt) {
        return new ScopeState(
                key,
                live,
                life,
                sequenceNumber,
                lastTime,
                fencing,
                createdAt,
                home,
                next,
                nextAttempt,
                applicationSeats,
                participants,
                moving);
    }

    private ScopeState stamped(EventHeader header) {
        return new ScopeState(
                key,
                live,
                life,
                header.sequenceNumber(),
                header.time(),
                fencing,
                createdAt,
                home,
                topology,
                attempt,
                applicationSeats,
                participants,
                moving);
    }
}
