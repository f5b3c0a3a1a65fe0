package io.mediascope.sdk;

import io.mediascope.media.model.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another participant as it stands now.
 *
 * @param audioTransport null while it has none
 * @param videoTransport null while it has none
 */
public record RemoteUser(
        String userId,
        String sessionId,
        List<RemoteTrack> tracks,
        @Nullable Transport audioTransport,
        @Nullable Transport videoTransport) {
    public RemoteUser {
        tracks = List.copyOf(tracks);
    }
}
