package io.mediascope.transport.web;

import io.mediascope.media.webrtc.WantedTrack;
import java.util.List;

/** What a peer connection tells. Called on the relay's loop: must return at once and never block. */
public interface WebPeerListener {
    /** The reason of {@link #failed} when the other side has closed the connection on purpose. */
    String CLOSED_BY_CLIENT = "the client closed the connection";

    /** ICE and DTLS carry: media may flow. Called again after an ICE restart that carries. */
    void connected(boolean tcp);

    /** Nothing has arrived for 5 s; the client should restart ICE. */
    void silent();

    /** The connection is over and will not come back: DTLS failed, consent expired (30 s), or the other side closed it. */
    void failed(String reason);

    /** Subscribers: what the routes give this session, each time that changes, and once soon after opening. */
    void tracksWanted(List<WantedTrack> tracks);
}
