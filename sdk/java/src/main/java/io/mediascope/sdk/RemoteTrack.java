package io.mediascope.sdk;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import java.util.Set;

/** A track of another user. It stays the same object while it is published, over reconnects. Safe from any thread. */
public interface RemoteTrack {
    String userId();

    String trackId();

    TrackKind kind();

    Codec codec();

    String label();

    Set<LayerName> layers();

    /** Whether its owner sends silence or nothing on purpose. */
    boolean muted();

    /** Frames go to {@code sink} from now on; a sink attached before is ended. Video asks for a key frame. */
    void attach(MediaSink sink);

    /** Ends the sink, when one is attached. */
    void detach();
}
