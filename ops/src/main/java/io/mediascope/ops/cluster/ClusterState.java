package io.mediascope.ops.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.mediascope.ops.node.ProcessRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor leaves in the cluster's folder, so that commands find it and a later run finds what an earlier one left.
 *
 * @param ready whether every node was ready once
 * @param controlPort where the supervisor takes orders, loopback
 * @param controlToken what it asks for; new at each start
 * @param tlsFingerprint of the certificate that all nodes show to clients
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterState(
        ProcessRef supervisor,
        boolean ready,
        int controlPort,
        String controlToken,
        String tlsFingerprint,
        Storage storage,
        List<Node> nodes) {
    /**
     * What all nodes share.
     *
     * @param contactPoint Cassandra's {@code HOST:PORT}
     * @param databaseUrl JDBC, with its password
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Storage(ProcessRef cassandra, String contactPoint, String databaseUrl) {
        /** Without the database's password. */
        @Override
        public String toString() {
            return "Storage[cassandra=" + contactPoint + "]";
        }
    }

    /**
     * One node.
     *
     * @param number from 1; never used twice
     * @param process the last one; null before its first start
     * @param restarts after ends that nobody asked for
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Node(
            int number,
            String region,
            NodePorts ports,
            NodeStatus status,
            @Nullable ProcessRef process,
            int restarts) {}

    /** TCP ports, the same at each start. */
    public record NodePorts(int http, int link, int cluster) {}

    public Optional<Node> node(int number) {
        return nodes.stream().filter(node -> node.number() == number).findFirst();
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "ClusterState[supervisor=" + supervisor.pid() + ", nodes=" + nodes.size() + "]";
    }
}
