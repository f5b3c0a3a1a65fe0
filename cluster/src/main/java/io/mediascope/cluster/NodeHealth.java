package io.mediascope.cluster;

/**
 * How a node is.
 *
 * @param ready it is up in its cluster and its journal takes writes
 * @param links open management links
 */
public record NodeHealth(
        boolean ready,
        boolean clusterUp,
        boolean journalUp,
        int relays,
        int participants,
        int links,
        double busyFraction,
        long uptimeMs) {}
