package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.SendStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All streams of a connection by SSRC. Service thread only. */
final class Streams {
    private final Map<Integer, SendStream> sends = new HashMap<>();
    private final Map<Integer, ReceiveStream> receives = new HashMap<>();

    void add(SendStream stream) {
        sends.put(stream.id().ssrc(), stream);
    }

    void add(ReceiveStream stream) {
        receives.put(stream.id().ssrc(), stream);
    }

    void remove(SendStream stream) {
        sends.remove(stream.id().ssrc(), stream);
        stream.close();
    }

    void remove(ReceiveStream stream) {
        receives.remove(stream.id().ssrc(), stream);
    }

    @Nullable
    SendStream send(int ssrc) {
        return sends.get(ssrc);
    }

    @Nullable
    ReceiveStream receive(int ssrc) {
        return receives.get(ssrc);
    }

    Collection<SendStream> sends() {
        return sends.values();
    }

    Collection<ReceiveStream> receives() {
        return receives.values();
    }

    /** Whether packets of this type should be arriving: media that was received before, feedback on what is sent. */
    boolean expects(MediaType type, long nowNs) {
        for (ReceiveStream stream : receives.values()) {
            if (stream.id().mediaType() == type && stream.packets() > 0) {
                return true;
            }
        }
        for (SendStream stream : sends.values()) {
            if (stream.id().mediaType() == type && stream.isSending(nowNs)) {
                return true;
            }
        }
        return false;
    }

    void forget(Hop hop) {
        sends.values().forEach(s -> s.forget(hop));
    }

    /** The same, and what was asked of it is asked of {@code now}. */
    void moved(Hop hop, Hop now) {
        forget(hop);
        receives.values().forEach(s -> s.moved(hop, now));
    }

    long refused() {
        return receives.values().stream().mapToLong(ReceiveStream::refused).sum();
    }

    long droppedFrames() {
        return sends.values().stream().mapToLong(SendStream::droppedFrames).sum();
    }

    void close() {
        sends.values().forEach(SendStream::close);
        sends.clear();
        receives.clear();
    }
}
