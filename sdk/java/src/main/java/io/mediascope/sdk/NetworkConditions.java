package io.mediascope.sdk;

/**
 * Faults that a client makes in its own network, for tests and demonstrations; no rights of the operating system are
 * needed. Every method is safe from any thread and takes effect with the next packet.
 */
public final class NetworkConditions {
    private volatile boolean udpBlocked;
    private volatile boolean directBlocked;
    private volatile double incomingLoss;
    private volatile double outgoingLoss;

    /** While true no datagram leaves or arrives: as behind a firewall that lets TCP through only. */
    public NetworkConditions setUdpBlocked(boolean blocked) {
        udpBlocked = blocked;
        return this;
    }

    /** While true nothing passes between this client and its peer directly; the way to the node stays open. */
    public NetworkConditions setDirectBlocked(boolean blocked) {
        directBlocked = blocked;
        return this;
    }

    /** The share of arriving datagrams that get lost, 0 to 1. */
    public NetworkConditions setIncomingLoss(double loss) {
        incomingLoss = checked(loss);
        return this;
    }

    /** The share of leaving datagrams that get lost, 0 to 1. */
    public NetworkConditions setOutgoingLoss(double loss) {
        outgoingLoss = checked(loss);
        return this;
    }

    public boolean udpBlocked() {
        return udpBlocked;
    }

    public boolean directBlocked() {
        return directBlocked;
    }

    public double incomingLoss() {
        return incomingLoss;
    }

    public double outgoingLoss() {
        return outgoingLoss;
    }

    private static double checked(double loss) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("A loss is 0 to 1, not " + loss);
        }
        return loss;
    }
}
