package io.mediascope.transport.relay;

import java.util.ArrayList;
import java.util.List;

/** Peer connections whose session the routes do not name yet: they are on their way, for a while. */
final class WebWaiting {
    private static final long PATIENCE_NS = 15_000_000_000L;

    private record Waiting(String sessionId, LoopWebPeer peer, long sinceNs) {}

    private final List<Waiting> waiting = new ArrayList<>();

    void add(String sessionId, LoopWebPeer peer, long nowNs) {
        waiting.add(new Waiting(sessionId, peer, nowNs));
    }

    /** Those of this session, which wait no more. */
    List<LoopWebPeer> take(String sessionId) {
        List<LoopWebPeer> taken = new ArrayList<>();
        waiting.removeIf(one -> one.sessionId().equals(sessionId) && taken.add(one.peer()));
        return taken;
    }

    void expire(long nowNs) {
        refuse(nowNs - PATIENCE_NS, "the relay knows no such session");
    }

    void close() {
        refuse(Long.MAX_VALUE, "the relay is closed");
    }

    private void refuse(long beforeNs, String reason) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> refused =
                waiting.stream().filter(one -> one.sinceNs() < beforeNs).toList();
        waiting.removeAll(refused);
        refused.forEach(one -> one.peer().refuse(reason));
    }
}
