package io.mediascope.media.model;

/** What a scope decided for its media. */
public enum Topology {
    RELAY,
    PEER_TO_PEER
}
