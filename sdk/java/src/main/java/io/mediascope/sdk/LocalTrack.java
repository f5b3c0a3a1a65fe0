package io.mediascope.sdk;

import io.mediascope.media.model.TrackKind;

/** A track that this client publishes. Every method is safe from any thread. */
public interface LocalTrack {
    TrackSpec spec();

    default String trackId() {
        return spec().trackId();
    }

    default TrackKind kind() {
        return spec().kind();
    }

    /** Rises each time the track comes back after a lost connection. */
    int incarnation();
}
