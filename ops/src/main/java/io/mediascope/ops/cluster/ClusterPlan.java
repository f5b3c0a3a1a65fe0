package io.mediascope.ops.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a person wants of a cluster on this machine.
 *
 * @param home the product's folder
 * @param nodes how many, at least 1
 * @param regions given to the nodes in turn; at least one
 * @param heap of each node's JVM, for instance {@code 768m}
 * @param settings configuration of all nodes, full path to value
 * @param mainClass the command line's
 */
public record ClusterPlan(
        Path home,
        ClusterFolder folder,
        int nodes,
        List<String> regions,
        String heap,
        Map<String, String> settings,
        String mainClass) {
    /** The region of the node with this number when nobody names one. */
    String region(int number) {
        return regions.get((number - 1) % regions.size());
    }
}
