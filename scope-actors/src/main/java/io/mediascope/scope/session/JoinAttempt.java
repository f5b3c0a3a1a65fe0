package io.mediascope.scope.session;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.entity.JoinReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The join that a session repeats until it knows the outcome, and the resume ticket that it gives out for it. */
final class JoinAttempt {
    private final byte[] ticket = new byte[32];
    private final long requestId;
    private final ScopeCommand.Join command;
    private final Instant refusable;
    private final Instant deadline;
    private final Duration patience;
    private @Nullable Refusal lastRefusal;

    JoinAttempt(
            long requestId,
            ClientRequest.Authenticate request,
            String id,
            SessionAuth auth,
            SessionPorts ports,
            ActorRef<JoinReply> replies) {
        this.requestId = requestId;
        this.patience = ports.settings().requestTimeout();
        // Clients that wait as long as the node does have to hear the reason before they give up.
        Instant now = ports.clock().instant();
        this.refusable = now.plus(patience.dividedBy(4));
        this.deadline = now.plus(patience.multipliedBy(4).dividedBy(5));
        ports.random().nextBytes(ticket);
        byte[] presented = request.resumeTicket();
        this.command = new ScopeCommand.Join(
                id,
                request.joinId().isEmpty() ? id : request.joinId(),
                auth.userId(),
                request.clientKind(),
                request.clientVersion(),
                auth.grants(),
                auth.p2pAllowed(),
                auth.limits(),
                request.tracks(),
                request.subscription(),
                sha256(ticket),
                presented == null || presented.length == 0 ? null : sha256(presented),
                ports.node(),
                request.moves(),
                replies);
    }

    ScopeCommand.Join command() {
        return command;
    }

    /** For the Welcome only. */
    byte[] ticket() {
        return ticket;
    }

    /** Whether the client has to be told that it took too long. */
    boolean overdue(Instant now) {
        return !deadline.isAfter(now);
    }

    /** Whether a refusal that may pass is one that the client has to be told: asking again is its own business then. */
    boolean refusable(Instant now) {
        return !refusable.isAfter(now);
    }

    /** Whether its outcome can be left to the scope's own deadlines: it was refused, or is too old to be worth asking for. */
    boolean forgettable(Instant now) {
        return lastRefusal != null || !deadline.plus(patience.multipliedBy(3)).isAfter(now);
    }

    /** The scope may take it when it is asked again. */
    void refusedForNow(Refusal refusal) {
        lastRefusal = refusal;
    }

    ClientMessage.Refused refused(Refusal refusal) {
        return new ClientMessage.Refused(requestId, refusal);
    }

    /** What the client is told when it took too long. */
    ClientMessage.Refused tooLong() {
        Refusal refusal = lastRefusal;
        return refused(refusal == null ? ParticipantSession.timedOut() : refusal);
    }

    private static byte[] sha256(byte[] ticket) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ticket);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
