package io.mediascope.sdk;

import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Requests that wait for their reply. Service thread only. */
final class Requests {
    private record Pending(CompletableFuture<Envelope> reply, long deadlineNs) {}

    private final Map<Long, Pending> pending = new HashMap<>();
    private final long timeoutNs;
    private long lastId;

    Requests(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    long nextId() {
        return ++lastId;
    }

    /** The reply to this id: completes with the envelope, or with the refusal as {@link ScopeException}. */
    CompletableFuture<Envelope> expect(long id, long nowNs) {
        CompletableFuture<Envelope> reply = new CompletableFuture<>();
        pending.put(id, new Pending(reply, nowNs + timeoutNs));
        return reply;
    }

    /** False when nobody waits for it. */
    boolean reply(Envelope envelope) {
        Pending waiting = pending.remove(envelope.getRequestId());
        if (waiting == null) {
            return false;
        }
        if (envelope.hasRefusal()) {
            waiting.reply().completeExceptionally(exception(envelope.getRefusal()));
        } else {
            waiting.reply().complete(envelope);
        }
        return true;
    }

    static ScopeException exception(Refusal refusal) {
        return new ScopeException(ErrorCode.of(refusal.getReason()), refusal.getText());
    }

    void turn(long nowNs) {
        List<Pending> late = new ArrayList<>();
        for (Iterator<Pending> all = pending.values().iterator(); all.hasNext(); ) {
            Pending waiting = all.next();
            if (nowNs - waiting.deadlineNs() > 0) {
                all.remove();
                late.add(waiting);
            }
        }
        late.forEach(w -> w.reply()
                .completeExceptionally(new ScopeException(ErrorCode.TIMED_OUT, "the node did not answer in time")));
    }

    /** The link is gone: nothing will be answered. */
    void failAll(String text) {
        List<Pending> all = new ArrayList<>(pending.values());
        pending.clear();
        all.forEach(w -> w.reply().completeExceptionally(new ScopeException(ErrorCode.DISCONNECTED, text)));
    }
}
