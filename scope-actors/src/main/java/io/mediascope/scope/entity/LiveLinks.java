package io.mediascope.scope.entity;

import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.relay.RelayReply.LiveSession;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The links of all participants, kept in step with the state. */
final class LiveLinks {
    private final Map<String, LiveLink> links = new HashMap<>();

    /** Forgets who has left, and every link that a newer one has replaced. */
    void follow(ScopeState state) {
        links.keySet().retainAll(state.participants().keySet());
        state.participants().values().forEach(this::of);
    }

    Optional<LiveLink> get(String sessionId) {
        return Optional.ofNullable(links.get(sessionId));
    }

    /** The present link of a participant; the first question about a new one makes it known. */
    LiveLink of(Participant p) {
        LiveLink link = links.get(p.sessionId());
        if (link == null || link.epoch() < p.link().epoch()) {
            LiveLink fresh = new LiveLink(p);
            if (link != null) {
                fresh.mute(link.muted());
                fresh.want(link.wanted());
            }
            links.put(p.sessionId(), fresh);
            return fresh;
        }
        return link;
    }

    /** An agent says which links it holds: those are alive, the others are not. */
    void reported(List<LiveSession> sessions, Instant now, Duration grace) {
        Map<String, Integer> held =
                sessions.stream().collect(Collectors.toMap(LiveSession::sessionId, LiveSession::linkEpoch, Math::max));
        links.forEach((id, link) -> {
            if (held.getOrDefault(id, -1) == link.epoch()) {
                link.found(now);
            } else if (!link.fresh(now, grace)) {
                link.lost(now, null, LeaveReason.NODE_LOST);
            }
        });
    }

    void allLost(Instant now, LeaveReason reason) {
        links.values().forEach(link -> link.lost(now, null, reason));
    }

    @Nullable
    Instant nextExpiry(Duration window) {
        return links.values().stream()
                .map(LiveLink::lostAt)
                .filter(at -> at != null)
                .min(Instant::compareTo)
                .map(at -> at.plus(window))
                .orElse(null);
    }

    /** Whether this participant's time to come back is over. */
    boolean expired(String sessionId, Instant now, Duration window) {
        LiveLink link = links.get(sessionId);
        Instant lostAt = link == null ? null : link.lostAt();
        return lostAt != null && !lostAt.plus(window).isAfter(now);
    }
}
