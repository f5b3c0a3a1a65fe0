package io.mediascope.transport.relay;

/**
 * What a node's relay loops carry.
 *
 * @param busyFraction the busiest loop's share of time not spent waiting, 0 to 1
 */
public record RelayLoad(
        int relays, int participants, long packetsInPerSecond, long packetsOutPerSecond, double busyFraction) {}
