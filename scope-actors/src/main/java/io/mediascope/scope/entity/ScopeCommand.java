package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.scope.account.AccountReply;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeSerializable;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.scope.relay.RelayReply;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link MediaScope} understands. Every command may be repeated: it takes effect once. */
public sealed interface ScopeCommand extends ScopeSerializable {
    /**
     * Lets a user in, or back in.
     *
     * @param commandId unique per link; the same in each repetition
     * @param joinId the client's; the same over all links of one attempt
     * @param ticketHash SHA-256 of the resume ticket that the session will give out when this succeeds
     * @param presentedTicketHash SHA-256 of the ticket that the client came with
     * @param node where the link is
     * @param moves the client keeps its link to the node that the scope leaves until media flows here
     */
    record Join(
            String commandId,
            String joinId,
            String userId,
            ClientKind clientKind,
            String clientVersion,
            Set<Grant> grants,
            boolean p2pAllowed,
            ScopeLimits limits,
            List<TrackOffer> tracks,
            RouteSubscription subscription,
            byte[] ticketHash,
            byte @Nullable [] presentedTicketHash,
            NodeRef node,
            boolean moves,
            ActorRef<JoinReply> replyTo)
            implements ScopeCommand {}

    /** The session is registered with its agent: send the Welcome. Repeated until the Welcome arrives. */
    record LinkReady(String sessionId, int linkEpoch) implements ScopeCommand {}

    /** What a session asks for its participant. Ignored with WRONG_STATE when {@code linkEpoch} is over. */
    sealed interface FromSession extends ScopeCommand {
        String commandId();

        String sessionId();

        int linkEpoch();

        ActorRef<RequestReply> replyTo();
    }

    /** The participant leaves; accepted as well when it is gone already. */
    record Leave(String commandId, String sessionId, int linkEpoch, LeaveReason reason, ActorRef<RequestReply> replyTo)
            implements FromSession {}

    /** The link is gone; the participant may come back. An older epoch changes nothing. */
    record LinkLost(
            String commandId, String sessionId, int linkEpoch, Instant lastSeenAt, ActorRef<RequestReply> replyTo)
            implements FromSession {}

    /**
     * Publishes tracks. The client's answer, {@code ClientMessage.Accepted} under {@code requestId}, is delivered behind the
     * route change; the reply says only that it was taken.
     */
    record Publish(
            String commandId,
            String sessionId,
            int linkEpoch,
            long requestId,
            List<TrackOffer> tracks,
            ScopeLimits limits,
            ActorRef<RequestReply> replyTo)
            implements FromSession {}

    record Unpublish(
            String commandId, String sessionId, int linkEpoch, List<String> trackIds, ActorRef<RequestReply> replyTo)
            implements FromSession {}

    record Subscribe(
            String commandId,
            String sessionId,
            int linkEpoch,
            RouteSubscription subscription,
            ActorRef<RequestReply> replyTo)
            implements FromSession {}

    record ChooseLayer(
            String commandId,
            String sessionId,
            int linkEpoch,
            TrackKey track,
            LayerName layer,
            boolean paused,
            ActorRef<RequestReply> replyTo)
            implements FromSession {}

    /** The participant's own track is muted, or no longer; the others are told. */
    record Mute(
            String commandId,
            String sessionId,
            int linkEpoch,
            String trackId,
            boolean muted,
            ActorRef<RequestReply> replyTo)
            implements FromSession {}

    /** What a client says of a direct path; neither repeated nor answered: the scope's own deadlines rule. */
    sealed interface P2p extends ScopeCommand {
        String sessionId();

        int linkEpoch();

        long attempt();
    }

    record P2pCandidates(String sessionId, int linkEpoch, long attempt, List<HostPort> candidates) implements P2p {}

    record P2pEstablished(String sessionId, int linkEpoch, long attempt, String remote, int roundTripUs)
            implements P2p {}

    record P2pFailed(String sessionId, int linkEpoch, long attempt, String reason) implements P2p {}

    record P2pRelayCarries(String sessionId, int linkEpoch, long attempt) implements P2p {}

    /** What a client measured; loss of one changes nothing. */
    record ClientQuality(String sessionId, int linkEpoch, int intervalMs, List<ReceiverSample> streams)
            implements ScopeCommand {}

    /** A participant's media of one type travels differently; null transport = no path. */
    record TransportChanged(
            NodeRef node,
            String sessionId,
            MediaType mediaType,
            @Nullable Transport transport,
            String detail,
            @Nullable HostPort remote)
            implements ScopeCommand {}

    /** The public endpoint of a participant's multiplexed socket was proved. */
    record MuxCandidate(NodeRef node, String sessionId, HostPort remote) implements ScopeCommand {}

    /**
     * What an agent holds, sent each 30 s with jitter and after a member was removed. The sessions listed are alive,
     * others of this scope are not.
     */
    record RelayReport(NodeRef node, FencingToken token, long version, List<RelayReply.LiveSession> sessions)
            implements ScopeCommand {}

    /** Totals since the relay was opened. */
    record QualitySample(
            NodeRef node, List<UplinkSample> uplinks, List<DownlinkSample> downlinks, List<MessageCount> messages)
            implements ScopeCommand {}

    record Describe(ActorRef<ScopeDescription> replyTo) implements ScopeCommand {}

    /**
     * Where is this scope's media?
     *
     * @param askedNode address of the node that the client asked
     * @param client where it says that it is
     * @param failed the home that a reconnecting client could not reach; empty when it does not say
     * @param userId from the client's join token; empty when it showed none
     */
    record Resolve(
            String askedNode, ClientPlace client, List<HostPort> failed, String userId, ActorRef<ResolveReply> replyTo)
            implements ScopeCommand {
        /** A client of an older node does not say where it is. */
        public Resolve {
            client = Objects.requireNonNullElse(client, ClientPlace.UNKNOWN);
        }
    }

    record RemoveParticipant(String commandId, String userId, String reason, ActorRef<RequestReply> replyTo)
            implements ScopeCommand {}

    /** Ends the scope's life: everybody leaves with SCOPE_CLOSED. */
    record StopScope(String commandId, String reason, ActorRef<RequestReply> replyTo) implements ScopeCommand {}

    /**
     * Takes the scope's media to another node while its participants stay in. Accepted when the move begins.
     *
     * @param target the node's address or {@code HOST:PORT} of its links; empty = the best other one
     */
    record MoveRelay(String commandId, String target, String reason, ActorRef<RequestReply> replyTo)
            implements ScopeCommand {}

    /** A relay agent's answer; made by the actor's own adapter. */
    record RelayAnswered(RelayReply reply) implements ScopeCommand {}

    /** An account's answer; made by the actor's own adapter. */
    record AccountAnswered(AccountReply reply) implements ScopeCommand {}

    /** What waited in the actor's {@link Inbox}, to be done in one write. */
    record Batch(List<ScopeCommand> commands) implements ScopeCommand {}

    /** The actor can take more out of its {@link Inbox}. */
    record Next() implements ScopeCommand {}

    /** A deadline of the actor's own has come. */
    record Wake() implements ScopeCommand {}

    /** The stop message of passivation; obeyed in every state. */
    record Stop() implements ScopeCommand {}

    /** What arrived under one SSRC. Totals; jitter as RFC 3550 section A.8. */
    record UplinkSample(
            String sessionId,
            String trackId,
            LayerName layer,
            int ssrc,
            long packets,
            long bytes,
            long lostPackets,
            long retransmittedPackets,
            long jitterUs,
            long keyFrames,
            long bitrateBps)
            implements ScopeSerializable {}

    /** What was sent to one receiver of one SSRC. Totals. */
    record DownlinkSample(
            String sessionId,
            int ssrc,
            long packets,
            long bytes,
            long retransmittedPackets,
            long droppedPackets,
            long reportedLost,
            long roundTripUs)
            implements ScopeSerializable {}

    /** Data messages that a session has sent, and their bytes. Totals. */
    record MessageCount(String sessionId, long messages, long bytes) implements ScopeSerializable {}

    /** What a client measured on one stream in its last interval. */
    record ReceiverSample(
            int ssrc,
            long packetsReceived,
            long packetsLost,
            long bytesReceived,
            int jitterUs,
            int roundTripUs,
            int framesDecoded,
            int freezes)
            implements ScopeSerializable {}
}
