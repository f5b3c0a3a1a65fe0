package io.mediascope.sdk;

import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import java.util.Set;

/** Gives the frames of one published track. Methods are called on the service thread and must not block. */
public interface MediaSource {
    /** The track was published: frames may be pushed from now on, from any thread. Called once, also over reconnects. */
    void start(FrameOutput output);

    /** The track ended; nothing pushed from now on is sent. Called once. */
    void stop();

    /**
     * What the network carries of the layer has changed; an encoder should follow at once. First the bitrate goes down, then the frame
     * size, then the frame rate, always within what the {@link TrackSpec.Layer} allows. While the target is paused, frames that are
     * pushed all the same are left out; on return a key frame is asked for.
     */
    default void onTarget(LayerName layer, EncodingTarget target) {}

    /** Someone cannot decode until the next key frame of the layer: make it soon. */
    default void onKeyFrameRequested(LayerName layer) {}

    /** The layers that anyone receives now have changed; the others may rest. */
    default void onLayersNeeded(Set<LayerName> needed) {}
}
