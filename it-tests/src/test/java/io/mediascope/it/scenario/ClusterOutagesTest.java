package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.ChaosCall;
import io.mediascope.it.support.ClusterProcess;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TcpProxy;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.Visits;
import io.mediascope.ops.cluster.NodeStatus;
import io.mediascope.ops.cluster.Order;
import io.mediascope.ops.node.ProcessRef;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.sdk.ErrorCode;
import io.mediascope.sdk.ScopeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes and a Cassandra, each a process of its own, which hang, stop, leave and come back under calls. */
@Tag("slow")
class ClusterOutagesTest {
    private static final Duration READY = Duration.ofSeconds(150);
    private static final int NODES = 3;

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
    void shouldLoseNothingToANodeThatHangsAndGoesOn() throws Exception {
        List<ChaosCall> calls = new ArrayList<>();
        int frozen = nodeWithActorAndRelay(calls);
        ChaosCall ofActor =
                calls.stream().filter(c -> onlyActorOn(frozen, c)).findFirst().orElseThrow();
        ChaosCall ofRelay = calls.stream()
                .filter(c -> cluster.access.relayOf(c.scope) == frozen)
                .findFirst()
                .orElseThrow();
        int restarts = cluster.access.node(frozen).restarts();
        ProcessRef process = cluster.access.process(frozen);
        try (Visits visits = Visits.begin(ofActor)) {
            calls.forEach(ChaosCall::mark);
            process.freeze();
            ofRelay.awaitResumed();
            ofRelay.awaitMedia(50);
            ofActor.awaitMedia(200);
            Duration joined = ofRelay.join("tom");
            process.thaw();
            await("the frozen node has ended itself")
                    .atMost(READY)
                    .until(() -> cluster.access.node(frozen).restarts() > restarts);
            int count = visits.end();
            say(
                    "node hangs (SIGSTOP): longest gap of media %d ms, of the scope whose actor was there %d ms; "
                            + "%d joins, the slowest took %d ms, one to the moved scope %d ms",
                    ofRelay.longestGapMs(),
                    ofActor.longestGapMs(),
                    count,
                    visits.longestJoin().toMillis(),
                    joined.toMillis());
        }
        calls.forEach(ChaosCall::shouldHaveKeptSessions);
        calls.forEach(ChaosCall::end);
    }

    @Test
    void shouldGoOnWithoutCassandraAndRefuseJoinsForThatReason() throws Exception {
        ChaosCall call = ChaosCall.start(cluster, "outage");
        ChaosCall other = ChaosCall.start(cluster, "outage-too");
        int relay = cluster.access.relayOf("outage");
        try (TcpProxy proxy = TcpProxy.to(cluster.access.node(relay).ports().link())) {
            call.join("tom", cluster.access.descriptor("outage", "tom").link("127.0.0.1:" + proxy.port()));
            call.awaitMedia(25);
            call.mark();
            other.mark();
            cluster.access.give(Order.stopStorage());
            call.awaitMedia(100);
            Duration refused = shouldRefuse("outage");
            shouldRefuse("never-was");
            proxy.breakConnections();
            call.leave("eve");
            call.awaitMedia(100);
            other.awaitMedia(100);
            say(
                    "Cassandra away: longest gap of media %d ms and %d ms, a join was refused after %d ms; tom %s",
                    call.longestGapMs(), other.longestGapMs(), refused.toMillis(), call.client("tom").log);
            other.shouldNotHaveNoticed();
            long startedNs = System.nanoTime();
            cluster.access.give(Order.startStorage());
            long answersNs = System.nanoTime();
            call.awaitResumed("tom");
            call.join("joe");
            say(
                    "Cassandra started in %d ms, joins are served %d ms later",
                    (answersNs - startedNs) / 1_000_000, (System.nanoTime() - answersNs) / 1_000_000);
            call.awaitMedia(50);
            call.shouldHaveKeptSessions();
            other.shouldHaveKeptSessions();
            List<PublicEvent> events = call.end();
            assertThat(History.of(events, "ParticipantLeft"))
                    .filteredOn(event -> event.fields().get("userId").equals("eve"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.fields().get("reason")).isEqualTo("CLIENT_LEFT"));
            other.end();
        }
    }

    @Test
    void shouldEmptyANodeThatLeavesWithoutLosingACall() throws Exception {
        ChaosCall call = ChaosCall.start(cluster, "drain");
        int relay = cluster.access.relayOf("drain");
        call.mark();
        call.awaitMedia(100);
        long controlMs = call.longestGapMs();
        call.mark();
        cluster.access.give(Order.drain(relay));
        cluster.access.awaitStatus(relay, READY, NodeStatus.STOPPED);
        call.awaitMedia(50);
        say(
                "drain: longest gap of audio %d ms, of video %d ms, without a drain %d ms",
                call.longestGapMs("mic"), call.longestGapMs("cam"), controlMs);
        call.shouldNotHaveNoticed();
        call.shouldHaveKeptSessions();
        cluster.access.give(Order.start(relay));
        List<PublicEvent> events = call.end();
        assertThat(History.count(events, "ScopeMoved")).isGreaterThanOrEqualTo(1);
        assertThat(History.count(events, "ParticipantReconnected")).isZero();
        assertThat(History.count(events, "ParticipantMoved")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldRestartAllNodesOneAfterTheOtherUnderCalls() throws Exception {
        List<ChaosCall> calls = new ArrayList<>();
        for (int i = 1; i <= NODES; i++) {
            calls.add(ChaosCall.start(cluster, "rolling-" + i));
        }
        calls.forEach(ChaosCall::mark);
        try (Visits visits = Visits.begin(calls.get(0))) {
            for (int number = 1; number <= NODES; number++) {
                cluster.access.give(Order.drain(number));
                cluster.access.awaitStatus(number, READY, NodeStatus.STOPPED);
                cluster.access.give(Order.start(number));
                cluster.access.awaitStatus(number, READY, NodeStatus.RUNNING);
            }
            int count = visits.end();
            say(
                    "rolling restart: longest gap of media %d ms; %d joins meanwhile, the slowest took %d ms",
                    calls.stream().mapToLong(ChaosCall::longestGapMs).max().orElseThrow(),
                    count,
                    visits.longestJoin().toMillis());
        }
        calls.forEach(call -> call.awaitMedia(50));
        calls.forEach(ChaosCall::shouldHaveKeptSessions);
        calls.forEach(ChaosCall::end);
    }

    /** Starts calls until some node has the relay of one and the actor of another. */
    private static int nodeWithActorAndRelay(List<ChaosCall> calls) {
        for (int i = 1; i <= 8; i++) {
            calls.add(ChaosCall.start(cluster, "hang-" + i));
            for (int number = 1; number <= NODES; number++) {
                int node = number;
                if (calls.stream().anyMatch(c -> onlyActorOn(node, c))
                        && calls.stream().anyMatch(c -> cluster.access.relayOf(c.scope) == node)) {
                    return node;
                }
            }
        }
        throw new AssertionError("no node has an actor and a relay");
    }

    /** Whether the node has the call's actor, and its media goes over another one. */
    private static boolean onlyActorOn(int node, ChaosCall call) {
        return cluster.access.actorOf(call.scope) == node && cluster.access.relayOf(call.scope) != node;
    }

    /** The time it took. */
    private static Duration shouldRefuse(String scope) {
        long startedNs = System.nanoTime();
        TestClient stranger = new TestClient(
                "stranger", cluster.access.descriptor(scope, "stranger").retryLimit(0));
        assertThatThrownBy(stranger::joined).isInstanceOfSatisfying(ScopeException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.JOURNAL_UNAVAILABLE));
        return Duration.ofNanos(System.nanoTime() - startedNs);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(format, values));
    }
}
