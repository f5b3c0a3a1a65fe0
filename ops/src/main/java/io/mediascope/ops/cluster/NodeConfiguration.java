package io.mediascope.ops.cluster;

import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ClusterState.Storage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration file of one node of a local cluster. */
final class NodeConfiguration {
    private NodeConfiguration() {}

    /**
     * @param seeds {@code HOST:PORT} of the members that it joins; its own alone when it is the first
     * @param more full path to value; stronger
     */
    static String text(Node node, Path folder, Storage storage, List<String> seeds, Map<String, String> more) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("mediascope.profile", "cluster");
        values.put("mediascope.data-dir", quoted(folder.toString()));
        values.put("mediascope.region", quoted(node.region()));
        values.put("mediascope.http.port", Integer.toString(node.ports().http()));
        values.put("mediascope.link.bind-host", quoted("127.0.0.1"));
        values.put("mediascope.link.port", Integer.toString(node.ports().link()));
        values.put("mediascope.link.certificate", quoted(file(folder, "link-certificate.pem")));
        values.put("mediascope.link.private-key", quoted(file(folder, "link-key.pem")));
        values.put("mediascope.udp.audio-port", "0");
        values.put("mediascope.udp.video-port", "0");
        values.put("mediascope.udp.mux-port", "0");
        values.put("mediascope.udp.loops", "2");
        values.put("mediascope.cluster.host", quoted("127.0.0.1"));
        values.put("mediascope.cluster.port", Integer.toString(node.ports().cluster()));
        values.put("mediascope.cluster.seed-nodes", list(seeds));
        values.put("mediascope.cluster.insecure", "true");
        values.put("mediascope.cassandra.contact-points", list(List.of(storage.contactPoint())));
        values.put("mediascope.cassandra.replication-factor", "1");
        values.put("mediascope.database.url", quoted(storage.databaseUrl()));
        more.forEach((key, value) -> values.put(key, value.startsWith("[") ? value : quoted(value)));
        return values.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    /** Of the cluster's folder, which holds the nodes'. */
    private static String file(Path folder, String name) {
        return folder.resolveSibling(name).toString();
    }

    private static String list(List<String> values) {
        return values.stream().map(NodeConfiguration::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
