package io.mediascope.media.webrtc;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.TrackKey;

/** A track that a subscriber's routes give it now. */
public record WantedTrack(TrackKey track, TrackKind kind, Codec codec) {}
