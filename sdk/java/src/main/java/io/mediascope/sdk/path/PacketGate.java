package io.mediascope.sdk.path;

/** Decides for each datagram whether it passes: where tests and demonstrations break the network. */
public interface PacketGate {
    /** @param direct true when it is for a peer, false when it is for the node */
    boolean mayLeave(boolean direct);

    /** @param direct true when it came from a peer, false when it came from the node */
    boolean mayEnter(boolean direct);

    /** True while nothing is broken, so that several datagrams may be handed over in one piece. */
    boolean isOpen();
}
