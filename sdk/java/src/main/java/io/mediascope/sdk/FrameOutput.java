package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;

/** Where a {@link MediaSource} puts its frames. Every method is safe from any thread. */
public interface FrameOutput {
    /** Sends a frame of the {@code HIGH} layer. Frames pushed while there is no connection are dropped and counted. */
    default void push(MediaFrame frame) {
        push(LayerName.HIGH, frame);
    }

    /** Sends a frame of one layer of the track. */
    void push(LayerName layer, MediaFrame frame);

    /** Runs {@code task} on the service thread after {@code delayNs}; dropped once the source was stopped. */
    void schedule(long delayNs, Runnable task);

    /** The clock that {@link #schedule} goes by. */
    long nowNs();
}
