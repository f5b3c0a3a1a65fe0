package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.entity.RelayOpening.Purpose;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayReply;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Opens relays, one at a time, under this actor's tokens; knows the highest fencing number that anybody has named. */
final class Openings {
    private final ScopeKey scope;
    private final ScopePorts ports;
    private final ActorRef<RelayReply> replies;
    private String incarnation = "";
    private @Nullable RelayOpening current;
    private long known;

    Openings(ScopeKey scope, ScopePorts ports, ActorRef<RelayReply> replies) {
        this.scope = scope;
        this.ports = ports;
        this.replies = replies;
    }

    void recovered() {
        incarnation = HexFormat.of().toHexDigits(ports.random().nextLong());
        current = null;
    }

    /** Asks the node's agent; nothing is under way when the node has none. */
    void open(Purpose purpose, NodeRef node, long n) {
        ports.relays().agent(node).ifPresent(agent -> {
            byte[] secret = new byte[32];
            ports.random().nextBytes(secret);
            current = new RelayOpening(
                    purpose,
                    scope,
                    node,
                    token(n),
                    secret,
                    agent,
                    replies,
                    ports.clock().instant(),
                    ports.settings().resendInterval());
        });
    }

    /** The one under way is over. */
    void done() {
        current = null;
    }

    @Nullable
    RelayOpening current() {
        return current;
    }

    FencingToken token(long n) {
        return new FencingToken(n, incarnation);
    }

    String incarnation() {
        return incarnation;
    }

    void heard(long n) {
        known = Math.max(known, n);
    }

    /** Above everything that was heard of. */
    long next() {
        return known + 1;
    }

    /** Above everything that was heard of or persisted. */
    long next(ScopeState state) {
        return Math.max(state.fencing(), known) + 1;
    }
}
