package io.mediascope.transport.relay;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an exception of the listener from undoing what the loop was about to do. */
final class SafeListener implements RelayListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    private final RelayListener listener;

    SafeListener(RelayListener listener) {
        this.listener = listener;
    }

    @Override
    public void transportChanged(
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable InetSocketAddress remote) {
        guard(() -> listener.transportChanged(sessionId, type, transport, detail, remote));
    }

    @Override
    public void muxPathProved(String sessionId, InetSocketAddress remote) {
        guard(() -> listener.muxPathProved(sessionId, remote));
    }

    @Override
    public void probeWanted(String sessionId) {
        guard(() -> listener.probeWanted(sessionId));
    }

    @Override
    public void layersNeeded(String sessionId, String trackId, Set<LayerName> needed) {
        guard(() -> listener.layersNeeded(sessionId, trackId, needed));
    }

    @Override
    public void speakersChanged(List<SpeakerLevel> speakers) {
        guard(() -> listener.speakersChanged(speakers));
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a relay's listener failed", e);
        }
    }
}
