package io.mediascope.scope.entity;

import io.mediascope.scope.model.ClientKind;
import java.util.List;
import java.util.Optional;

/** Whether the participants of a scope could speak directly. Pure. */
final class TopologyPolicy {
    private TopologyPolicy() {}

    /**
     * One participant.
     *
     * @param onUdp audio and video both flow over a UDP path that STUN has proved
     * @param muxProved its multiplexed socket's public endpoint is known
     */
    record Candidate(
            String sessionId,
            int linkEpoch,
            ClientKind clientKind,
            boolean p2pAllowed,
            boolean alive,
            boolean onUdp,
            boolean muxProved) {
        private boolean able() {
            return p2pAllowed && alive && onUdp && muxProved;
        }
    }

    /** Two links that could be joined directly; the one with the smaller session id comes first. */
    record Pair(String low, int lowEpoch, String high, int highEpoch) {
        boolean has(String sessionId) {
            return low.equals(sessionId) || high.equals(sessionId);
        }

        String other(String sessionId) {
            return low.equals(sessionId) ? high : low;
        }
    }

    /** The pair, when all conditions hold at this moment. */
    static Optional<Pair> pair(List<Candidate> candidates) {
        if (candidates.size() != 2) {
            return Optional.empty();
        }
        Candidate a = candidates.get(0);
        Candidate b = candidates.get(1);
        if (a.clientKind() != b.clientKind() || !a.able() || !b.able()) {
            return Optional.empty();
        }
        return Optional.of(
                a.sessionId().compareTo(b.sessionId()) < 0
                        ? new Pair(a.sessionId(), a.linkEpoch(), b.sessionId(), b.linkEpoch())
                        : new Pair(b.sessionId(), b.linkEpoch(), a.sessionId(), a.linkEpoch()));
    }
}
