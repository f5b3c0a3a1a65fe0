package io.mediascope.scope.entity;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scope as operators see it. Holds no keys.
 *
 * @param actorNode Akka address of the node of the scope's actor
 * @param life counts from 1; 0 when the scope never lived
 * @param lastSequenceNumber of the last persisted event
 */
public record ScopeDescription(
        ScopeKey scope,
        String actorNode,
        boolean live,
        long life,
        @Nullable Instant createdAt,
        @Nullable NodeRef home,
        Topology topology,
        long lastSequenceNumber,
        List<ParticipantDescription> participants)
        implements ScopeSerializable {
    /**
     * @param connected false while its link is lost and it may still come back
     */
    public record ParticipantDescription(
            String userId,
            String sessionId,
            ClientKind clientKind,
            Instant joinedAt,
            boolean connected,
            @Nullable Transport audioTransport,
            @Nullable Transport videoTransport,
            List<TrackDescription> tracks)
            implements ScopeSerializable {}

    /** A published track. */
    public record TrackDescription(String trackId, TrackKind kind, Codec codec, List<LayerName> layers, String label)
            implements ScopeSerializable {}
}
