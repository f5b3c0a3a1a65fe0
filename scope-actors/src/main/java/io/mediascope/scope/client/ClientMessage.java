package io.mediascope.scope.client;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.ScopeSerializable;
import io.mediascope.scope.model.TrackInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node tells a client. {@code requestId} is the request's that it answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientMessage.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ClientMessage.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = ClientMessage.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = ClientMessage.Redirected.class, name = "redirected"),
    @JsonSubTypes.Type(value = ClientMessage.MediaTicketIssued.class, name = "mediaTicket"),
    @JsonSubTypes.Type(value = ClientMessage.UserJoined.class, name = "joined"),
    @JsonSubTypes.Type(value = ClientMessage.UserLeft.class, name = "left"),
    @JsonSubTypes.Type(value = ClientMessage.UserReconnected.class, name = "reconnected"),
    @JsonSubTypes.Type(value = ClientMessage.TracksPublished.class, name = "published"),
    @JsonSubTypes.Type(value = ClientMessage.TracksReplaced.class, name = "replaced"),
    @JsonSubTypes.Type(value = ClientMessage.TracksUnpublished.class, name = "unpublished"),
    @JsonSubTypes.Type(value = ClientMessage.TrackMuted.class, name = "muted"),
    @JsonSubTypes.Type(value = ClientMessage.Speakers.class, name = "speakers"),
    @JsonSubTypes.Type(value = ClientMessage.TransportChanged.class, name = "transport"),
    @JsonSubTypes.Type(value = ClientMessage.TopologyChanged.class, name = "topology"),
    @JsonSubTypes.Type(value = ClientMessage.LayersNeeded.class, name = "layers"),
    @JsonSubTypes.Type(value = ClientMessage.ProbeWanted.class, name = "probe"),
    @JsonSubTypes.Type(value = ClientMessage.Data.class, name = "data"),
    @JsonSubTypes.Type(value = ClientMessage.P2pStart.class, name = "p2pStart"),
    @JsonSubTypes.Type(value = ClientMessage.P2pPeerCandidates.class, name = "p2pCandidates"),
    @JsonSubTypes.Type(value = ClientMessage.P2pSwitch.class, name = "p2pSwitch"),
    @JsonSubTypes.Type(value = ClientMessage.P2pStop.class, name = "p2pStop"),
    @JsonSubTypes.Type(value = ClientMessage.P2pDrop.class, name = "p2pDrop"),
    @JsonSubTypes.Type(value = ClientMessage.Farewell.class, name = "farewell"),
    @JsonSubTypes.Type(value = ClientMessage.Move.class, name = "move"),
    @JsonSubTypes.Type(value = ClientMessage.View.class, name = "view"),
    @JsonSubTypes.Type(value = ClientMessage.Rekeyed.class, name = "rekeyed"),
})
public sealed interface ClientMessage extends ScopeSerializable {
    /** Joined or resumed. The session adds the media ticket before it goes out. */
    record Welcome(
            String applicationId,
            String scopeId,
            String userId,
            String sessionId,
            int linkEpoch,
            boolean resumed,
            List<ParticipantInfo> participants,
            List<TrackInfo> ownTracks,
            MediaEndpoints endpoints,
            StunCredentials stun,
            HopKeys rtcp,
            byte[] resumeTicket,
            Topology topology)
            implements ClientMessage {}

    record Refused(long requestId, Refusal refusal) implements ClientMessage {}

    record Accepted(long requestId, List<TrackInfo> ownTracks) implements ClientMessage {}

    record Redirected(HostPort target, String reason) implements ClientMessage {}

    /** The scope's media is on {@code target} as well now: come there with the resume ticket, and leave when media flows. */
    record Move(HostPort target) implements ClientMessage {}

    record MediaTicketIssued(long requestId, byte[] ticket, int validMs) implements ClientMessage {}

    record UserJoined(ParticipantInfo participant) implements ClientMessage {}

    record UserLeft(String userId, String sessionId, LeaveReason reason) implements ClientMessage {}

    record UserReconnected(String userId, String sessionId) implements ClientMessage {}

    record TracksPublished(String userId, List<TrackInfo> tracks) implements ClientMessage {}

    /** Same track ids, new SSRCs and keys; sent to the owner as well. */
    record TracksReplaced(String userId, List<TrackInfo> tracks) implements ClientMessage {}

    record TracksUnpublished(String userId, List<String> trackIds) implements ClientMessage {}

    record TrackMuted(String userId, String trackId, boolean muted) implements ClientMessage {}

    /** Who speaks now, loudest first. */
    record Speakers(List<Speaker> speakers) implements ClientMessage {}

    /** @param level -dBov (RFC 6464): 0 is the loudest, 127 silence */
    record Speaker(String userId, int level) implements ScopeSerializable {}

    record TransportChanged(String userId, MediaType mediaType, @Nullable Transport transport, String detail)
            implements ClientMessage {}

    record TopologyChanged(Topology topology, String reason) implements ClientMessage {}

    record LayersNeeded(String trackId, List<LayerName> needed) implements ClientMessage {}

    /** Media came from an address that the client has not proved: it should do so now. */
    record ProbeWanted() implements ClientMessage {}

    record Data(String fromUser, String topic, byte[] payload) implements ClientMessage {}

    record P2pStart(
            long attempt,
            String peerUserId,
            StunCredentials local,
            StunCredentials remote,
            HopKeys rtcp,
            boolean controlling)
            implements ClientMessage {}

    record P2pPeerCandidates(long attempt, List<HostPort> candidates) implements ClientMessage {}

    record P2pSwitch(long attempt) implements ClientMessage {}

    record P2pStop(long attempt, boolean planned, String reason) implements ClientMessage {}

    record P2pDrop(long attempt) implements ClientMessage {}

    /** The last message before the node closes the link. */
    record Farewell(String reason, boolean reconnect) implements ClientMessage {}

    /**
     * New keys of streams that go on, for all sessions alike; each session tells its client those that it may have.
     *
     * @param switchAfterMs when publishers begin to use them
     */
    record Rekeyed(List<StreamKey> streams, int switchAfterMs) implements ClientMessage {
        /** The key of one stream, and whose that is. */
        public record StreamKey(String sessionId, int ssrc, SrtpKey key) {}

        /** What the client with {@code own} session may have of it. */
        public Rekeyed forClient(String own, boolean subscriber) {
            return new Rekeyed(
                    streams.stream()
                            .filter(s -> subscriber || s.sessionId().equals(own))
                            .toList(),
                    switchAfterMs);
        }
    }

    /**
     * Everybody in the scope, for all sessions alike; never goes over a link: each session tells its client what that
     * one has missed.
     *
     * @param participants with their keys; the session keeps these from clients that may not have them
     */
    record View(List<ParticipantInfo> participants, Topology topology) implements ClientMessage {}
}
