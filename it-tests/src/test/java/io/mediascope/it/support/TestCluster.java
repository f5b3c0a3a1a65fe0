package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ResolveReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.NodeRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Several whole nodes in this process: one cluster, one journal, one application. */
public final class TestCluster implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

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
    static String address(TestNode node) {
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

    /** Another node than this one. */
    public TestNode other(TestNode node) {
        return nodes.stream().filter(n -> n != node).findFirst().orElseThrow();
    }

    /** The node that carries the scope's media, or would. */
    public TestNode home(String scope) {
        TestNode any = nodes.get(0);
        ResolveReply reply = TestClient.join(AskPattern.ask(
                MediaScope.ref(any.node.system(), any.scope(scope)),
                replyTo -> new ScopeCommand.Resolve("", ClientPlace.UNKNOWN, List.of(), "", replyTo),
                SOON,
                any.node.system().scheduler()));
        NodeRef found = ((ResolveReply.Found) reply).home();
        return nodes.stream()
                .filter(n -> n.node.linkPort() == found.linkPort())
                .findFirst()
                .orElseThrow();
    }

    /** Orders a move. */
    public void move(String scope, TestNode target) {
        TestNode any = nodes.get(0);
        RequestReply reply = TestClient.join(AskPattern.ask(
                MediaScope.ref(any.node.system(), any.scope(scope)),
                replyTo -> new ScopeCommand.MoveRelay(UUID.randomUUID().toString(), address(target), "a test", replyTo),
                SOON,
                any.node.system().scheduler()));
        assertThat(reply).isInstanceOf(RequestReply.Accepted.class);
    }

    /** Waits until the scope has moved so often. */
    public void moved(String scope, long times) {
        await().atMost(SOON).until(() -> History.count(nodes.get(0).events(scope), "ScopeMoved") == times);
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
