package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Several whole nodes in this process: one cluster, one journal, one application. */
public final class TestCluster implements AutoCloseable {
    private final EmbeddedDatabase journal;
    private final List<TestNode> nodes = new ArrayList<>();

    private TestCluster(Path folder) {
        this.journal = EmbeddedDatabase.open(folder);
    }

    public static TestCluster start(Path folder, int size, Map<String, String> settings) {
        TestCluster cluster = new TestCluster(folder);
        for (int i = 0; i < size; i++) {
            cluster.add(folder.resolve("node-" + i), settings);
        }
        return cluster;
    }

    private void add(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        if (!nodes.isEmpty()) {
            // One certificate for all, as behind one name.
            Path first = nodes.get(0).node.settings().dataDir();
            all.put(
                    "mediascope.link.certificate",
                    first.resolve("link-certificate.pem").toString());
            all.put("mediascope.link.private-key", first.resolve("link-key.pem").toString());
            all.put("mediascope.cluster.seed-nodes", seed());
        }
        nodes.add(new TestNode(MediascopeNode.start(TestNode.settings(data, all), journal)));
        await().atMost(Duration.ofSeconds(30)).until(() -> nodes.stream().allMatch(this::seesAll));
    }

    private String seed() {
        return address(nodes.get(0)).replaceFirst("^.*@", "");
    }

    /** Of the node, as operators name it. */
    public static String address(TestNode node) {
        return Cluster.get(node.node.system()).selfMember().address().toString();
    }

    private boolean seesAll(TestNode node) {
        return StreamSupport.stream(
                                Cluster.get(node.node.system())
                                        .state()
                                        .getMembers()
                                        .spliterator(),
                                false)
                        .filter(member -> member.status().equals(MemberStatus.up()))
                        .count()
                == nodes.size();
    }

    public List<TestNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
        journal.close();
    }
}
