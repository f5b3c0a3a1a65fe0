package io.mediascope.media.webrtc;

/** The two peer connections of a client: what it publishes (the client offers) and what it receives (the node offers). */
public enum PeerRole {
    PUBLISHER,
    SUBSCRIBER
}
