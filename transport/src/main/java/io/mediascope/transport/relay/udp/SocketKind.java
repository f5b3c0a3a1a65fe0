package io.mediascope.transport.relay.udp;

/** The three sockets of a loop, with the DSCP code point of each (RFC 4594): audio EF, video and multiplexed AF41. */
public enum SocketKind {
    AUDIO("audio", 0, 46),
    VIDEO("video", 1, 34),
    MUX("mux", 2, 34);

    public static final int COUNT = 3;

    private final String label;
    private final int index;
    private final int dscp;

    SocketKind(String label, int index, int dscp) {
        this.label = label;
        this.index = index;
        this.dscp = dscp;
    }

    public String label() {
        return label;
    }

    /** 0 to {@link #COUNT} - 1, for arrays. */
    public int index() {
        return index;
    }

    /** The value of the IP TOS or traffic class byte. */
    int trafficClass() {
        return dscp << 2;
    }
}
