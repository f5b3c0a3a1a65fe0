package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.scope.history.PublicEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A cluster of three whose third is cut off from the others under calls, and comes back: {@code PartitionMain DATA_DIR}, in {@link
 * ClusterCut#NAMESPACE}. Prints what was measured; exit code 0 when everything held.
 */
public final class PartitionMain {
    private static final int SCOPES = 9;
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration BACK = Duration.ofSeconds(120);
    /** 2 to 3 s without heartbeats, 3 s of calm before the split brain resolver decides; the rest is for a busy machine. */
    private static final Duration STOPS_SERVING = Duration.ofSeconds(15);
    /** By then its process is gone. */
    private static final Duration ENDS = Duration.ofSeconds(30);

    private final ClusterProcess cluster;
    private final List<TestClient> clients = new ArrayList<>();
    private final Map<String, Long> joinedMs = new ConcurrentHashMap<>();
    private final Map<String, Integer> relays = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private String applicationId = "";
    private long cutNs;

    private PartitionMain(ClusterProcess cluster) {
        this.cluster = cluster;
    }

    public static void main(String[] arguments) throws Exception {
        try (ClusterProcess cluster = ClusterProcess.up(Path.of(arguments[0]), 3)) {
            new PartitionMain(cluster).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        for (int i = 0; i < SCOPES; i++) {
            String scope = "call-" + i;
            join(scope, "ann").publishing();
            join(scope, "bob").awaitFrames("ann", "mic", 25, SOON);
            relays.put(scope, cluster.access.relayOf(scope));
        }
        applicationId = cluster.events("call-0").get(0).applicationId();
        int minority = relays.get("call-0");
        say("relays " + relays + ", cut off is node " + minority);
        try (ClusterCut cut = new ClusterCut(cluster.access.state(), minority)) {
            cutNs = System.nanoTime();
            shouldStopServing(minority);
            shouldTakeOver(minority);
        }
        shouldComeBack(minority);
        clients.forEach(TestClient::close);
        for (String scope : relays.keySet()) {
            shouldHaveOneHistory(scope);
        }
    }

    private TestClient join(String scope, String user) throws Exception {
        TestClient client = new TestClient(user, cluster.access.descriptor(scope, user)).joined();
        clients.add(client);
        return client;
    }

    /** New people come to every call meanwhile, by whichever node answers. */
    private void shouldStopServing(int minority) throws Exception {
        Node cut = cluster.access.node(minority);
        for (String scope : relays.keySet()) {
            TestClient eve = new TestClient("eve", cluster.access.descriptor(scope, "eve"));
            clients.add(eve);
            eve.connection.connected().thenRun(() -> joinedMs.put(scope, sinceCutMs()));
        }
        List<TestClient> there = ofRelaysOn(minority);
        long servedMs = 0;
        long heldMs = 0;
        for (int i = 0; sinceCutMs() < ENDS.toMillis() && runs(cut); i++) {
            if (serves(cut, "probe-" + i)) {
                servedMs = sinceCutMs();
            }
            if (there.stream().anyMatch(client -> client.seen("connectionLost").isEmpty())) {
                heldMs = sinceCutMs();
            }
        }
        assertThat(runs(cut)).as("the minority's process").isFalse();
        assertThat(Math.max(servedMs, heldMs)).as("served until, ms").isLessThan(STOPS_SERVING.toMillis());
        say("the minority answered /resolve until " + servedMs + " ms, held links until " + heldMs
                + " ms, its process ended by " + sinceCutMs() + " ms");
    }

    private static boolean runs(Node node) {
        return node.process() != null && node.process().isAlive();
    }

    private boolean serves(Node node, String scope) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + node.ports().http() + "/resolve?applicationId=" + applicationId
                + "&scopeId=" + scope);
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 400;
        } catch (IOException e) {
            return false;
        }
    }

    private void shouldTakeOver(int minority) {
        for (TestClient client : ofRelaysOn(minority)) {
            client.until(client.name + " of " + client.connection.scopeId() + " is back", SOON, () -> client.seen(
                            "reconnected")
                    .contains("true"));
        }
        say("sessions of the minority's relays resumed by " + sinceCutMs() + " ms");
        await("joins to every call").atMost(SOON).until(() -> joinedMs.size() == SCOPES);
        say("joins served after, in ms: " + joinedMs);
        shouldHearAnn();
        say("media everywhere by " + sinceCutMs() + " ms");
        for (Map.Entry<String, Integer> relay : relays.entrySet()) {
            assertThat(cluster.access.relayOf(relay.getKey()))
                    .as("relay of %s", relay.getKey())
                    .isNotEqualTo(minority);
        }
    }

    private List<TestClient> ofRelaysOn(int node) {
        return clients.stream()
                .filter(client -> relays.get(client.connection.scopeId()) == node && !client.name.equals("eve"))
                .toList();
    }

    private void shouldHearAnn() {
        Map<TestClient, Long> before = new HashMap<>();
        clients.stream()
                .filter(client -> !client.name.equals("ann"))
                .forEach(client -> before.put(client, heard(client)));
        await("media in every call").atMost(SOON).until(() -> before.entrySet().stream()
                .allMatch(client -> heard(client.getKey()) >= client.getValue() + 25));
    }

    private static long heard(TestClient client) {
        return client.sink("ann", "mic").totals().frames();
    }

    /** The supervisor has started the node again and again; now it finds the others. */
    private void shouldComeBack(int minority) throws Exception {
        long healedNs = System.nanoTime();
        cluster.access.awaitStatus(minority, BACK, NodeStatus.RUNNING);
        assertThat(cluster.access.node(minority).restarts()).isPositive();
        Node back = cluster.access.node(minority);
        await("the node serves again").atMost(SOON).until(() -> serves(back, "call-0"));
        say("healed: the node is a member and serves again after "
                + Duration.ofNanos(System.nanoTime() - healedNs).toMillis() + " ms");
        join("after", "tom");
    }

    private void shouldHaveOneHistory(String scope) throws Exception {
        List<PublicEvent> events;
        try {
            events = await("the end of " + scope)
                    .atMost(SOON)
                    .until(() -> cluster.events(scope), all -> History.count(all, "ScopeDisposed") == 1);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(scope + " has not ended: " + History.story(cluster.events(scope)), e);
        }
        History.shouldBeSound(events);
        assertThat(History.count(events, "ParticipantJoined")).as(scope).isEqualTo(3);
        assertThat(History.count(events, "ParticipantLeft")).as(scope).isEqualTo(3);
    }

    private long sinceCutMs() {
        return Duration.ofNanos(System.nanoTime() - cutNs).toMillis();
    }

    private static void say(String text) {
        System.out.println("partition: " + text);
    }
}
