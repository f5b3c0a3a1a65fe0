package io.mediascope.cluster.web;

import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.scope.model.Refusal;
import java.util.List;

/** The way to a browser. Safe from any thread; returns at once. */
public interface WebClient {
    /** @param answer false = an offer of the node */
    void describe(PeerRole role, long revision, boolean answer, String sdp, List<WebTrack> sections);

    /** The client shall restart ICE on this connection. */
    void restart(PeerRole role);

    void refuse(long requestId, Refusal refusal);
}
