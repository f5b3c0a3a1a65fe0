package io.mediascope.transport.web;

import io.mediascope.media.webrtc.WantedTrack;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an exception of the listener from undoing what the loop was about to do. */
final class SafePeerListener implements WebPeerListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafePeerListener.class);

    private final WebPeerListener listener;
    private final WebCounters counters;

    SafePeerListener(WebPeerListener listener, WebCounters counters) {
        this.listener = listener;
        this.counters = counters;
    }

    @Override
    public void connected(boolean tcp) {
        guard(() -> listener.connected(tcp));
    }

    @Override
    public void silent() {
        guard(listener::silent);
    }

    @Override
    public void failed(String reason) {
        guard(() -> listener.failed(reason));
    }

    @Override
    public void tracksWanted(List<WantedTrack> tracks) {
        guard(() -> listener.tracksWanted(tracks));
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            counters.increment(WebCounter.INTERNAL_ERROR);
            LOG.error("a peer connection's listener failed", e);
        }
    }
}
