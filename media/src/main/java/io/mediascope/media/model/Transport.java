package io.mediascope.media.model;

/** How a participant's media of one type travels now. */
public enum Transport {
    UDP_RELAY,
    UDP_P2P,
    TCP
}
