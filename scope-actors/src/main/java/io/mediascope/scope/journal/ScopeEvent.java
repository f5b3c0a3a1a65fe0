package io.mediascope.scope.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened in a scope, as it stands in the journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScopeEvent.ScopeCreated.class, name = "ScopeCreated"),
    @JsonSubTypes.Type(value = ScopeEvent.ScopeResumed.class, name = "ScopeResumed"),
    @JsonSubTypes.Type(value = ScopeEvent.ParticipantJoined.class, name = "ParticipantJoined"),
    @JsonSubTypes.Type(value = ScopeEvent.ParticipantLeft.class, name = "ParticipantLeft"),
    @JsonSubTypes.Type(value = ScopeEvent.ParticipantReconnected.class, name = "ParticipantReconnected"),
    @JsonSubTypes.Type(value = ScopeEvent.ParticipantMoved.class, name = "ParticipantMoved"),
    @JsonSubTypes.Type(value = ScopeEvent.TrackPublished.class, name = "TrackPublished"),
    @JsonSubTypes.Type(value = ScopeEvent.TrackReplaced.class, name = "TrackReplaced"),
    @JsonSubTypes.Type(value = ScopeEvent.TrackUnpublished.class, name = "TrackUnpublished"),
    @JsonSubTypes.Type(value = ScopeEvent.TransportChanged.class, name = "TransportChanged"),
    @JsonSubTypes.Type(value = ScopeEvent.TopologyChanged.class, name = "TopologyChanged"),
    @JsonSubTypes.Type(value = ScopeEvent.LayerChanged.class, name = "LayerChanged"),
    @JsonSubTypes.Type(value = ScopeEvent.ScopeMoving.class, name = "ScopeMoving"),
    @JsonSubTypes.Type(value = ScopeEvent.ScopeMoved.class, name = "ScopeMoved"),
    @JsonSubTypes.Type(value = ScopeEvent.QualityReported.class, name = "QualityReported"),
    @JsonSubTypes.Type(value = ScopeEvent.ScopeDisposed.class, name = "ScopeDisposed"),
})
public sealed interface ScopeEvent extends ScopeSerializable {
    EventHeader header();

    /** A life begins. */
    record ScopeCreated(EventHeader header, HomeNode home, long fencing) implements ScopeEvent {}

    /** The actor came back to life with participants inside. */
    record ScopeResumed(EventHeader header, long fencing) implements ScopeEvent {}

    /**
     * A user is in.
     *
     * @param applicationSeats the application's limit over all scopes, 0 = unlimited
     */
    record ParticipantJoined(
            EventHeader header,
            String sessionId,
            String userId,
            ClientKind clientKind,
            String clientVersion,
            Set<Grant> grants,
            boolean p2pAllowed,
            String joinId,
            WantedMedia wanted,
            int applicationSeats,
            LinkRecord link)
            implements ScopeEvent {}

    /** A participant is out. */
    record ParticipantLeft(
            EventHeader header, String sessionId, String userId, LeaveReason reason, @Nullable Instant lastSeenAt)
            implements ScopeEvent {}

    /** A participant came back over a new link. */
    record ParticipantReconnected(EventHeader header, String sessionId, String userId, String joinId, LinkRecord link)
            implements ScopeEvent {}

    /** A participant is at the scope's new node; the media of its streams goes on. */
    record ParticipantMoved(EventHeader header, String sessionId, String userId, String joinId, LinkRecord link)
            implements ScopeEvent {}

    record TrackPublished(EventHeader header, String sessionId, String userId, PublishedTrack track)
            implements ScopeEvent {}

    /** The same track under new SSRCs and keys. */
    record TrackReplaced(EventHeader header, String sessionId, String userId, PublishedTrack track)
            implements ScopeEvent {}

    /**
     * @param commandId of the request, so that its repetition is known
     */
    record TrackUnpublished(EventHeader header, String sessionId, String userId, String trackId, String commandId)
            implements ScopeEvent {}

    /** How a participant's media travels; null = no path. */
    record TransportChanged(
            EventHeader header,
            String sessionId,
            String userId,
            @Nullable Transport audio,
            String audioDetail,
            @Nullable Transport video,
            String videoDetail)
            implements ScopeEvent {}

    /**
     * @param attempt names the direct path to the clients; 0 when there is none
     */
    record TopologyChanged(EventHeader header, Topology topology, String reason, long attempt) implements ScopeEvent {}

    /** What a participant wants to receive has changed. */
    record LayerChanged(EventHeader header, String sessionId, String userId, WantedMedia wanted)
            implements ScopeEvent {}

    record ScopeMoving(EventHeader header, HomeNode to, long fencing, String reason) implements ScopeEvent {}

    record ScopeMoved(EventHeader header, HomeNode home) implements ScopeEvent {}

    record QualityReported(EventHeader header, List<StreamQuality> streams, List<MessageTotals> messages)
            implements ScopeEvent {}

    /** The life ends. */
    record ScopeDisposed(EventHeader header, String reason) implements ScopeEvent {}

    /**
     * A participant's link.
     *
     * @param commandId of the join that made it
     * @param fencing the scope's fencing number at that time; part of the hop keys' derivation
     * @param ticketHash SHA-256 of its resume ticket
     * @param previousTicketHash of the ticket that stays valid until the new one is used; null for the first link
     */
    record LinkRecord(
            String commandId,
            int epoch,
            long fencing,
            int clientSsrc,
            int nodeSsrc,
            byte[] ticketHash,
            byte @Nullable [] previousTicketHash)
            implements ScopeSerializable {}
}
