package io.mediascope.scope.entity;

import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.PipeRoute;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.scope.journal.ScopeEvent.LinkRecord;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.relay.RelayReply.LiveSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The relay that a scope leaves, and who is still there. Both relays know everybody's streams under the same keys; whoever is at
 * one of them is heard at the other through the pipe.
 */
final class Departure {
    private static final String PIPE = "~pipe";

    private final RelayLink old;
    private final RelayLink next;
    private final Instant until;
    /** What everybody's credentials at the old relay are made of; they stay the same there, so that no key begins anew. */
    private final Map<String, LinkRecord> links = new HashMap<>();

    private final Set<String> there = new HashSet<>();

    Departure(ScopeState state, RelayLink old, RelayLink next, Instant until) {
        this.old = old;
        this.next = next;
        this.until = until;
        for (Participant p : state.all()) {
            links.put(p.sessionId(), p.link());
            there.add(p.sessionId());
        }
        old.routing().join(new OldEnd());
        next.routing().join(new NextEnd());
    }

    RelayLink old() {
        return old;
    }

    Instant until() {
        return until;
    }

    /** Whether this participant has not moved yet. */
    boolean waitsFor(Participant p) {
        return p.link().fencing() < next.token().n();
    }

    /** Its link to the old node is over. */
    void left(String sessionId) {
        there.remove(sessionId);
    }

    boolean over(ScopeState state) {
        return state.all().stream().noneMatch(p -> waitsFor(p) || there.contains(p.sessionId()));
    }

    /** The links that only the old node's agent holds. */
    List<LiveSession> elsewhere(ScopeState state) {
        return state.all().stream()
                .filter(this::waitsFor)
                .map(p -> new LiveSession(p.sessionId(), p.link().epoch()))
                .toList();
    }

    /** Whoever is there still is told to come. */
    void close() {
        old.close("the scope has moved", next.token());
    }

    private final class OldEnd implements PipeEnd {
        @Override
        public boolean here(Participant p) {
            return there.contains(p.sessionId());
        }

        @Override
        public Participant seen(Participant p) {
            LinkRecord link = links.get(p.sessionId());
            return link == null ? p : p.over(link);
        }

        @Override
        public RouteParticipant far() {
            return pipe(old, next);
        }
    }

    private final class NextEnd implements PipeEnd {
        @Override
        public boolean here(Participant p) {
            return !waitsFor(p);
        }

        @Override
        public Participant seen(Participant p) {
            return p;
        }

        @Override
        public RouteParticipant far() {
            return pipe(next, old);
        }
    }

    private RouteParticipant pipe(RelayLink at, RelayLink other) {
        HopKeys keys = at.routing().secrets().pipeHop(next.token().n(), at == next);
        return new RouteParticipant(
                PIPE,
                PIPE,
                0,
                credentials(at),
                keys,
                List.of(),
                RouteSubscription.ALL,
                false,
                false,
                route(other, credentials(other), at == old));
    }

    private static PipeRoute route(RelayLink other, StunCredentials there, boolean onward) {
        HostPort audio = other.endpoints().audio().get(0);
        HostPort video = other.endpoints().video().get(0);
        return new PipeRoute(
                audio.host(),
                audio.port(),
                video.host(),
                video.port(),
                there,
                other.node().address(),
                onward);
    }

    private StunCredentials credentials(RelayLink at) {
        return at.routing().secrets().pipeStun(next.token().n());
    }
}
