package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client says that it cannot reach the scope's node: the node is asked whether it still has the relay, twice. However many
 * clients ask meanwhile, it is asked once for all of them.
 */
final class HomeProbe {
    private static final Duration WAIT = Duration.ofMillis(300);
    private static final int TRIES = 2;
    private final List<ActorRef<ResolveReply>> waiting = new ArrayList<>();
    private @Nullable Instant at;
    private int tries;

    void ask(ActorRef<ResolveReply> client, ActorRef<RelayCommand> agent, RelayCommand.Query query, Instant now) {
        waiting.add(client);
        if (at == null) {
            tries = 1;
            at = now.plus(WAIT);
            agent.tell(query);
        }
    }

    /** The cluster does not know the node any more, or does not reach it: there is nobody to ask, and it is decided in the next turn. */
    void due(ActorRef<ResolveReply> client, Instant now) {
        waiting.add(client);
        at = now;
    }

    /** One more who waits for whatever comes out. */
    void add(ActorRef<ResolveReply> client) {
        waiting.add(client);
    }

    /** Asks again when due; false when the node has been silent twice. */
    boolean tick(ActorRef<RelayCommand> agent, RelayCommand.Query query, Instant now) {
        Instant due = at;
        if (due == null || due.isAfter(now)) {
            return true;
        }
        if (tries == TRIES) {
            return false;
        }
        tries++;
        at = now.plus(WAIT);
        agent.tell(query);
        return true;
    }

    /** The outcome, for everybody who waits. */
    void answer(ResolveReply reply) {
        waiting.forEach(client -> client.tell(reply));
        forget();
    }

    /** Those who wait will ask again. */
    void forget() {
        waiting.clear();
        at = null;
    }

    @Nullable
    Instant next() {
        return at;
    }
}
