package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** One agent is being asked to open, or hand over, the scope's relay. */
final class RelayOpening {
    /** What for. */
    enum Purpose {
        /** For the first join of a life. */
        FIRST,
        /** To take over the relay that outlived the actor. */
        CLAIM,
        /** For a scope whose relay is lost. */
        REHOME,
        /** For a scope that goes elsewhere while its relay carries on. */
        MOVE
    }

    private final Purpose purpose;
    private final NodeRef node;
    private final FencingToken token;
    private final ActorRef<RelayCommand> agent;
    private final RelayCommand.Open open;
    private final Instant giveUpAt;
    private Instant resendAt;

    RelayOpening(
            Purpose purpose,
            ScopeKey scope,
            NodeRef node,
            FencingToken token,
            byte[] secret,
            ActorRef<RelayCommand> agent,
            ActorRef<RelayReply> replyTo,
            Instant now,
            Duration resend) {
        this.purpose = purpose;
        this.node = node;
        this.token = token;
        this.agent = agent;
        this.open = new RelayCommand.Open(scope, token, secret, replyTo);
        this.giveUpAt = now.plus(resend.multipliedBy(3));
        this.resendAt = now.plus(resend);
        agent.tell(open);
    }

    Purpose purpose() {
        return purpose;
    }

    NodeRef node() {
        return node;
    }

    FencingToken token() {
        return token;
    }

    ActorRef<RelayCommand> agent() {
        return agent;
    }

    /** Whether the relay knows nothing of what was sent before: it took the secret that was offered. */
    boolean fresh(RelayReply.Opened opened) {
        return opened.heldVersion() == 0 || Arrays.equals(opened.secret(), open.secret());
    }

    /** Asks again when due; false when it has been silent for too long. */
    boolean tick(Instant now, Duration resend) {
        if (!giveUpAt.isAfter(now)) {
            return false;
        }
        if (!resendAt.isAfter(now)) {
            resendAt = now.plus(resend);
            agent.tell(open);
        }
        return true;
    }

    Instant next() {
        return resendAt.isBefore(giveUpAt) ? resendAt : giveUpAt;
    }
}
