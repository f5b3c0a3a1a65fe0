package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.ChaosCall;
import io.mediascope.it.support.ClusterProcess;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TcpProxy;
import io.mediascope.scope.history.PublicEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five nodes and a Cassandra, each a process of its own: {@code kill -9} of one or two of them under a call. */
@Tag("slow")
class ClusterDeathsTest {
    private static final Duration READY = Duration.ofSeconds(150);
    private static final Duration SWEPT = Duration.ofSeconds(240);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int NODES = 5;

    @TempDir
    static Path data;

    private static ClusterProcess cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = ClusterProcess.up(data, NODES);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void allNodesAgain() throws Exception {
        cluster.access.awaitAll(READY);
    }

    @Test
    void shouldGoOnWithoutTheActorsNode() throws Exception {
        ChaosCall call = callWithHomesApart("actor");
        long missing = call.missing();
        call.mark();

        cluster.access.kill(cluster.access.actorOf("actor"));

        Duration joined = call.join("tom");
        call.awaitMedia(100);
        say(
                "actor's node killed: a join took %d ms, longest gap of media %d ms, frames lost %d",
                joined.toMillis(), call.longestGapMs(), call.missing() - missing);
        assertThat(joined).as("joins are served again").isLessThan(Duration.ofSeconds(15));
        assertThat(call.missing()).as("frames lost").isEqualTo(missing);
        call.shouldNotHaveNoticed();
        List<PublicEvent> events = call.end();
        assertThat(History.count(events, "ScopeResumed")).isGreaterThanOrEqualTo(1);
        assertThat(History.count(events, "ScopeMoving")).isZero();
    }

    @Test
    void shouldGoOnWithoutTheOldestNode() throws Exception {
        ChaosCall call = ChaosCall.start(cluster, "oldest");
        int oldest = cluster.access.oldest();
        call.mark();

        cluster.access.kill(oldest);

        Duration joined = call.join("tom");
        ChaosCall other = ChaosCall.start(cluster, "after-the-oldest");
        call.awaitMedia(50);
        say(
                "oldest node (%d) killed: a join took %d ms, longest gap of media %d ms",
                oldest, joined.toMillis(), call.longestGapMs());
        call.shouldHaveKeptSessions();
        call.end();
        other.end();
    }

    @Test
    void shouldResumeAScopeThatLostBothItsHomes() throws Exception {
        ChaosCall call = callWithHomesApart("both");
        kill(List.of(cluster.access.actorOf("both"), cluster.access.relayOf("both")), "both homes", call);
        call.shouldHaveKeptSessions();
        call.end();
    }

    @Test
    void shouldEndThoseWhoDoNotComeBackToAScopeThatLostBothItsHomes() throws Exception {
        ChaosCall call = ChaosCall.empty(cluster, "gone");
        call.join("ann");
        int relay = cluster.access.relayOf("gone");
        try (TcpProxy proxy = TcpProxy.to(cluster.access.node(relay).ports().link())) {
            for (String user : List.of("tom", "joe")) {
                call.join(user, cluster.access.descriptor("gone", user).link("127.0.0.1:" + proxy.port()));
            }
            call.awaitMedia(25);
            call.leave("ann");
            int actor = cluster.access.actorOf("gone");
            proxy.close();
            long struckNs = System.nanoTime();
            cluster.access.kill(relay == actor ? new int[] {relay} : new int[] {relay, actor});
            call.vanish();
            List<PublicEvent> events = call.ended(SWEPT);
            say(
                    "both homes and all clients gone: everybody ended after %d s",
                    (System.nanoTime() - struckNs) / SECOND_NS);
            assertThat(History.count(events, "ParticipantLeft")).isEqualTo(3);
            assertThat(History.of(events, "ParticipantLeft"))
                    .extracting(event -> event.fields().get("reason"))
                    .containsOnlyOnce("CLIENT_LEFT");
        }
    }

    @Test
    void shouldGoOnWithThreeOfFive() throws Exception {
        ChaosCall first = ChaosCall.start(cluster, "first");
        ChaosCall second = ChaosCall.start(cluster, "second");
        int one = cluster.access.relayOf("first");
        int two = one % NODES + 1;
        kill(List.of(one, two), "two of five nodes", first);
        second.awaitMedia(50);
        first.shouldHaveKeptSessions();
        second.shouldHaveKeptSessions();
        first.end();
        second.end();
    }

    /** Both at once; whoever lost the relay resumes. */
    private static void kill(List<Integer> nodes, String what, ChaosCall call) throws InterruptedException {
        call.mark();
        cluster.access.kill(nodes.stream().mapToInt(node -> node).toArray());
        call.awaitResumed();
        call.awaitMedia(50);
        say("%s (%s) killed: longest gap of media %d ms", what, nodes, call.longestGapMs());
    }

    /** Where the actor's node does not carry the media as well. */
    private static ChaosCall callWithHomesApart(String scope) {
        ChaosCall call = ChaosCall.start(cluster, scope);
        await("homes apart").until(() -> cluster.access.actorOf(scope) != cluster.access.relayOf(scope));
        return call;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(format, values));
    }
}
