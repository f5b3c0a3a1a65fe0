package io.mediascope.media.srtp;

/** Which way RTCP flows over a hop; each way has its own key. Peers are ordered by session id. */
public enum HopDirection {
    CLIENT_TO_NODE(1),
    NODE_TO_CLIENT(2),
    PEER_LOW_TO_HIGH(3),
    PEER_HIGH_TO_LOW(4);

    private final int code;

    HopDirection(int code) {
        this.code = code;
    }

    /** Goes into the key derivation, so it never changes. */
    int code() {
        return code;
    }
}
