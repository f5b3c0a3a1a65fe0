package io.mediascope.cluster;

import static org.awaitility.Awaitility.await;

import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Several whole nodes in this JVM: one cluster, one journal, each with links, relays and actors of its own. */
public final class ClusterKit implements AutoCloseable {
    private final Path folder;
    private final EmbeddedDatabase journal;
    private final List<MediascopeNode> nodes = new ArrayList<>();
    private int started;

    private ClusterKit(Path folder) {
        this.folder = folder;
        this.journal = EmbeddedDatabase.open(folder);
    }

    /**
     * Starts one node per region and waits until all see all.
     *
     * @param settings full path to value, for all nodes
     */
    public static ClusterKit start(Path folder, Map<String, String> settings, String... regions) {
        ClusterKit kit = new ClusterKit(folder);
        try {
            for (String region : regions) {
                kit.add(region, settings);
            }
            return kit;
        } catch (RuntimeException e) {
            kit.close();
            throw e;
        }
    }

    /** One more node; returns when all are up. */
    public MediascopeNode add(String region, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("mediascope.region", region);
        if (!nodes.isEmpty()) {
            all.put("mediascope.cluster.seed-nodes", seed());
        }
        MediascopeNode node =
                MediascopeNode.start(TestNodes.settings(folder.resolve("node-" + started++), all), journal);
        nodes.add(node);
        await().atMost(Duration.ofSeconds(20)).until(() -> nodes.stream().allMatch(n -> ups(n) == nodes.size()));
        return node;
    }

    public MediascopeNode node(int index) {
        return nodes.get(index);
    }

    public List<MediascopeNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** The node leaves and stops. */
    public void stop(MediascopeNode node) {
        nodes.remove(node);
        node.close();
    }

    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
        nodes.clear();
        journal.close();
    }

    private String seed() {
        return Cluster.get(nodes.get(0).system())
                .selfMember()
                .address()
                .hostPort()
                .replaceFirst("^.*@", "");
    }

    private static long ups(MediascopeNode node) {
        return StreamSupport.stream(
                        Cluster.get(node.system()).state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .count();
    }
}
