package io.mediascope.scope.model;

import io.mediascope.media.model.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A participant as the others see it; a null transport is not known yet. */
public record ParticipantInfo(
        String userId,
        String sessionId,
        ClientKind clientKind,
        List<TrackInfo> tracks,
        @Nullable Transport audioTransport,
        @Nullable Transport videoTransport)
        implements ScopeSerializable {}
