package io.mediascope.cluster.relay;

import io.mediascope.media.routing.PipeRoute;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.Assembly;
import io.mediascope.scope.relay.ScopeView;
import io.mediascope.transport.relay.RelayHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One relay as the agent knows it. Touched by the agent only. */
final class HeldRelay {
    /** Tells this relay from an earlier one of the same scope in messages of its loop. */
    final long number;

    final ScopeKey scope;
    final RelayHandle handle;
    final byte[] secret;
    final long openedNs;
    FencingToken token;
    /** In force on the loop. */
    long appliedVersion;
    /** Given to the loop, perhaps not in force yet. */
    long givenVersion;
    /** A full delta is due from the actor of a new token: its versions need not follow the old ones. */
    boolean freshToken;

    /** Statistics were asked of the loop and are not here yet. */
    boolean totalsAsked;

    /** What leaves it in a second. */
    final Forwarded forwarded = new Forwarded();

    /** What the clients here were told of each other. */
    final ScopeView view = new ScopeView();

    /** Of a change that comes in pieces. */
    final Assembly assembly = new Assembly();

    /** To the scope's other relay while it moves. */
    @Nullable
    PipeRoute pipe;

    private String pipeSession = "";

    private final Map<String, Map<String, ScopeCommand>> lastSaid = new LinkedHashMap<>();

    HeldRelay(long number, ScopeKey scope, RelayHandle handle, FencingToken token, byte[] secret, long openedNs) {
        this.number = number;
        this.scope = scope;
        this.handle = handle;
        this.token = token;
        this.secret = secret;
        this.openedNs = openedNs;
    }

    /** Takes note of routes that are in force. */
    void routed(RoutingDelta delta) {
        if (delta.full() || delta.removed().contains(pipeSession)) {
            pipe = null;
        }
        for (RouteParticipant p : delta.changed()) {
            if (p.pipe() != null) {
                pipe = p.pipe();
                pipeSession = p.sessionId();
            }
        }
    }

    /** Keeps the newest fact of one kind about a session, for an actor that starts again. */
    void remember(String sessionId, String kind, ScopeCommand fact) {
        lastSaid.computeIfAbsent(sessionId, id -> new LinkedHashMap<>()).put(kind, fact);
    }

    void forget(String sessionId) {
        lastSaid.remove(sessionId);
    }

    List<ScopeCommand> facts() {
        List<ScopeCommand> facts = new ArrayList<>();
        lastSaid.values().forEach(bySession -> facts.addAll(bySession.values()));
        return facts;
    }
}
