package io.mediascope.scope.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.ScopeSerializable;
import java.util.List;

/**
 * What a scope's actor asks of a relay agent.
 *
 * <p>Every command is idempotent and fenced: a token with a lower {@code n} than the relay's is answered {@link
 * RelayReply.Stale}; a higher one is taken; an equal one of another incarnation is refused as stale and counted.
 */
public interface RelayCommand {
    /** The commands that cross nodes. */
    sealed interface Remote extends RelayCommand, ScopeSerializable {
        ScopeKey scope();

        ActorRef<RelayReply> replyTo();
    }

    /**
     * Opens the scope's relay, or takes over one that outlived its actor. Answered by {@link RelayReply.Opened},
     * {@link RelayReply.RefusedFull} or {@link RelayReply.Stale}.
     *
     * @param secret the scope secret for a relay that does not hold one yet (32 bytes); one that does keeps its own
     */
    record Open(ScopeKey scope, FencingToken token, byte[] secret, ActorRef<RelayReply> replyTo) implements Remote {}

    /**
     * Changes routes, then delivers messages to sessions, in this order. Answered by {@link RelayReply.Applied}, {@link
     * RelayReply.NeedsResync}, {@link RelayReply.NotHeld} or {@link RelayReply.Stale}. A repeated version is answered again
     * and delivered once.
     */
    record Apply(
            ScopeKey scope,
            FencingToken token,
            RoutingDelta delta,
            List<Delivery> deliveries,
            ActorRef<RelayReply> replyTo)
            implements Remote {}

    /**
     * A part of an {@link Apply} that is too large for one message between nodes. In force when the last one is there, and answered
     * as that is.
     *
     * @param version of the change
     * @param index from 0 on
     * @param bytes of the serialised change; at most {@link Pieces#MAX_BYTES}
     */
    record Piece(
            ScopeKey scope,
            FencingToken token,
            long version,
            int index,
            int count,
            byte[] bytes,
            ActorRef<RelayReply> replyTo)
            implements Remote {}

    /** Which relay do you hold? Answered by {@link RelayReply.Held} or {@link RelayReply.NotHeld}. */
    record Query(ScopeKey scope, ActorRef<RelayReply> replyTo) implements Remote {}

    /** Closes the relay and leaves a tombstone. Answered by {@link RelayReply.Closed} or {@link RelayReply.Stale}. */
    record Close(ScopeKey scope, FencingToken token, String reason, ActorRef<RelayReply> replyTo) implements Remote {}

    /**
     * A data message of a client, between the two relays of a scope that moves. The one that the scope goes to decides who gets it where,
     * so that whoever has a link to both gets it once: what is sent at the relay that is left goes there first.
     *
     * @param sessionId of the sender
     * @param toUser empty = all others
     * @param served sessions that have it
     * @param decided false on its way to the relay that decides
     */
    record Data(
            ScopeKey scope,
            String sessionId,
            String fromUser,
            String toUser,
            String topic,
            byte[] payload,
            List<String> served,
            boolean decided)
            implements RelayCommand, ScopeSerializable {}

    /**
     * A message for one session, dropped when its link epoch is over; or, with an empty {@code sessionId}, for all sessions of the
     * scope that have their Welcome. The agent notes what everybody is told in its {@link ScopeView}, and completes each
     * Welcome from that.
     *
     * @param except the session that is not told, of those that are all told; may be empty
     */
    record Delivery(String sessionId, int linkEpoch, String except, ClientMessage message)
            implements ScopeSerializable {
        /** For one link. */
        public static Delivery to(String sessionId, int linkEpoch, ClientMessage message) {
            return new Delivery(sessionId, linkEpoch, "", message);
        }

        /** For every session of the scope. */
        public static Delivery toAll(ClientMessage message) {
            return new Delivery("", 0, "", message);
        }

        /** For every session of the scope but one. */
        public static Delivery toOthers(String except, ClientMessage message) {
            return new Delivery("", 0, except, message);
        }

        /** Whether it is for more than one session. */
        public boolean shared() {
            return sessionId.isEmpty();
        }
    }
}
