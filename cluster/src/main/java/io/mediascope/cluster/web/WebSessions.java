package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.relay.RelayHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The browsers' sessions of this node: a link that resumes finds its peer connections here. Any thread. */
public final class WebSessions {
    /** Starts an actor at once. */
    @FunctionalInterface
    public interface Starter {
        ActorRef<WebCommand> start(Behavior<WebCommand> behavior);
    }

    private final Map<String, ActorRef<WebCommand>> sessions = new ConcurrentHashMap<>();
    private final WebPorts ports;
    private final Starter starter;

    public WebSessions(WebPorts ports, Starter starter) {
        this.ports = ports;
        this.starter = starter;
    }

    /** Sessions that have peer connections here now. */
    public int count() {
        return sessions.size();
    }

    /**
     * A browser was welcomed over this link.
     *
     * @return null when the scope's relay is not here any more
     */
    public @Nullable ActorRef<WebCommand> attach(ClientMessage.Welcome welcome, boolean receives, WebClient client) {
        ScopeKey scope = new ScopeKey(welcome.applicationId(), welcome.scopeId());
        Optional<RelayHandle> relay = ports.relays().apply(scope);
        if (relay.isEmpty()) {
            return null;
        }
        ActorRef<WebCommand> session = sessions.computeIfAbsent(welcome.sessionId(), id -> {
            ports.counters().increment(NodeCounter.WEB_SESSIONS);
            return starter.start(
                    WebSession.create(id, welcome.userId(), receives, relay.get(), ports, () -> sessions.remove(id)));
        });
        session.tell(new WebCommand.Attached(client, welcome.ownTracks()));
        return session;
    }
}
