package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.ActorSelection;
import akka.actor.PoisonPill;
import akka.actor.typed.javadsl.Adapter;
import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestCluster;
import io.mediascope.it.support.TestNode;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.history.PublicEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scope's actor ends between the order to move and its completion: at once, when clients are on their way, or with its node. */
@Tag("slow")
class MoveRestartTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> USERS = List.of("ann", "bob");

    @TempDir
    static Path data;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(data, 3, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldEndAMoveWhoseActorIsGoneAtOnce() {
        try (Call call = new Call("at-once")) {
            call.move();
            call.stopActor();
            call.shouldGoOn();
        }
    }

    @Test
    void shouldEndAMoveWhoseActorIsGoneWhenClientsHaveMoved() {
        try (Call call = new Call("on-the-way")) {
            call.move();
            call.awaitEvent("ParticipantMoved");
            call.stopActor();
            call.shouldGoOn();
        }
    }

    @Test
    void shouldEndAMoveWhoseActorIsTakenElsewhere() {
        String scope = IntStream.range(0, 100)
                .mapToObj(i -> "node-" + i)
                .filter(MoveRestartTest::onLastNode)
                .findFirst()
                .orElseThrow();
        try (Call call = new Call(scope)) {
            call.move();
            cluster.nodes().get(2).close();
            call.shouldGoOn();
        }
    }

    /** Of an actor that stands on the last node, with a relay that does not. */
    private static boolean onLastNode(String scope) {
        TestNode last = cluster.nodes().get(2);
        TestNode home = cluster.home(scope);
        return home != last && actor(last, scope);
    }

    private static boolean actor(TestNode node, String scope) {
        return TestClient.join(selection(node, scope)
                .resolveOne(Duration.ofMillis(200))
                .handle((ActorRef found, Throwable none) -> found != null));
    }

    private static ActorSelection selection(TestNode node, String scope) {
        String entity = URLEncoder.encode(node.scope(scope).entityId(), StandardCharsets.UTF_8);
        return Adapter.toClassic(node.node.system())
                .actorSelection("/system/sharding/" + MediaScope.ENTITY_KEY.name() + "/*/" + entity);
    }

    /** Two who hear each other, and a relay that goes to the node that has neither it nor, of three, the actor. */
    private static final class Call implements AutoCloseable {
        private final String scope;
        private final TestNode home;
        private final List<TestClient> all;

        Call(String scope) {
            this.scope = scope;
            this.home = cluster.home(scope);
            this.all = USERS.stream()
                    .map(user -> home.join(scope, user).publishing())
                    .toList();
            hearEachOther();
        }

        void move() {
            cluster.move(
                    scope,
                    cluster.nodes().stream()
                            .limit(2)
                            .filter(node -> node != home)
                            .findFirst()
                            .orElseThrow());
        }

        void stopActor() {
            cluster.nodes().forEach(node -> selection(node, scope).tell(PoisonPill.getInstance(), ActorRef.noSender()));
        }

        void awaitEvent(String type) {
            await(type).atMost(SOON).until(() -> History.count(events(), type) > 0);
        }

        private List<PublicEvent> events() {
            return cluster.nodes().get(0).events(scope);
        }

        /** The move is over, one way or the other, and everybody hears everybody in the session that they had. */
        void shouldGoOn() {
            awaitEvent("ScopeResumed");
            await("the end of the move")
                    .atMost(SOON)
                    .until(() -> History.count(events(), "ScopeMoved") == History.count(events(), "ScopeMoving"));
            hearEachOther();
            assertThat(all).allSatisfy(client -> {
                assertThat(client.seen("left")).isEmpty();
                assertThat(client.seen("reconnected")).doesNotContain("false");
            });
            History.shouldBeSound(events());
            assertThat(History.count(events(), "ParticipantJoined")).isEqualTo(USERS.size());
        }

        private void hearEachOther() {
            for (TestClient client : all) {
                USERS.stream().filter(user -> !user.equals(client.name)).forEach(user -> client.awaitFrames(
                                user, "mic", 50, SOON)
                        .awaitFrames(user, "cam", 25, SOON));
            }
        }

        @Override
        public void close() {
            all.forEach(TestClient::close);
        }
    }
}
