package io.mediascope.scope.session;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;

/** What sessions ask of the relay agent of their own node. */
public sealed interface LocalRelayCommand extends RelayCommand {
    ScopeKey scope();

    String sessionId();

    /**
     * This session takes the deliveries for its link. A session registered before under an older epoch is told {@link
     * SessionCommand.Superseded}; an older epoch than the registered one is told so itself.
     */
    record RegisterSession(
            ScopeKey scope, String sessionId, String userId, int linkEpoch, ActorRef<SessionCommand> session)
            implements LocalRelayCommand {}

    /** The link has ended; ignored when a newer epoch is registered. */
    record UnregisterSession(ScopeKey scope, String sessionId, int linkEpoch) implements LocalRelayCommand {}

    /**
     * Delivers {@code ClientMessage.Data} to one user, or to all others when {@code toUser} is empty, and counts it.
     * Answered by {@link SessionCommand.DataOutcome}, refused with UNKNOWN_USER when nobody of that name is here.
     */
    record SendData(
            ScopeKey scope,
            String sessionId,
            String fromUser,
            long requestId,
            String toUser,
            String topic,
            byte[] payload,
            ActorRef<SessionCommand> replyTo)
            implements LocalRelayCommand {}
}
