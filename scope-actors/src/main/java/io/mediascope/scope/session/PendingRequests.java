package io.mediascope.scope.session;

import akka.actor.typed.RecipientRef;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that a session waits for; each is repeated under its command id until its time is over. */
final class PendingRequests {
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param lastRefusal the scope's last refusal that may not last
     */
    record Waiting(long requestId, ScopeCommand.FromSession command, Instant deadline, @Nullable Refusal lastRefusal) {}

    void add(long requestId, ScopeCommand.FromSession command, Instant deadline) {
        waiting.put(command.commandId(), new Waiting(requestId, command, deadline, null));
    }

    int size() {
        return waiting.size();
    }

    @Nullable
    Waiting get(String commandId) {
        return waiting.get(commandId);
    }

    void remove(String commandId) {
        waiting.remove(commandId);
    }

    /** The delivered answer to a publication. */
    void delivered(long requestId) {
        waiting.values().removeIf(w -> w.requestId() == requestId && w.command() instanceof ScopeCommand.Publish);
    }

    void refusedForNow(String commandId, Refusal refusal) {
        waiting.computeIfPresent(commandId, (id, w) -> new Waiting(w.requestId(), w.command(), w.deadline(), refusal));
    }

    void resend(RecipientRef<ScopeCommand> scope) {
        waiting.values().forEach(w -> scope.tell(w.command()));
    }

    /** Those whose time is over; they are forgotten. */
    List<Waiting> expired(Instant now) {
        List<Waiting> over = new ArrayList<>();
        waiting.values().forEach(w -> {
            if (!w.deadline().isAfter(now)) {
                over.add(w);
            }
        });
        over.forEach(w -> waiting.remove(w.command().commandId()));
        return over;
    }

    void clear() {
        waiting.clear();
    }
}
