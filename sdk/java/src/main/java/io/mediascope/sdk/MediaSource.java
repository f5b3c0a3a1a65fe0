package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;
import java.util.Set;

/** Gives the frames of one published track. Methods are called on the service thread and must not block. */
public interface MediaSource {
    /** The track was published: frames may be pushed from now on, from any thread. Called once, also over reconnects. */
    void start(FrameOutput output);

    /** The track ended; nothing pushed from now on is sent. Called once. */
    void stop();

    /** The network carries this much for the layer now; an encoder should follow. */
    default void onTargetBitrate(LayerName layer, long bitrateBps) {}

    /** Someone cannot decode until the next key frame of the layer: make it soon. */
    default void onKeyFrameRequested(LayerName layer) {}

    /** The layers that anyone receives now have changed; the others may rest. */
    default void onLayersNeeded(Set<LayerName> needed) {}
}
