package io.mediascope.sdk;

/** Takes the frames of one received track. Methods are called on the service thread and must not block. */
public interface MediaSink {
    /** A complete frame. Video begins with a key frame, and again after a loss that was not repaired. */
    void onFrame(MediaFrame frame);

    /** The publisher came back with a new encoding; a key frame follows. */
    default void onRestarted() {}

    /** The track ended or the sink was detached. Called once. */
    default void onEnd() {}
}
