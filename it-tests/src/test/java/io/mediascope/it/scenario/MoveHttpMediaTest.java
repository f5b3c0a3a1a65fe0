package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.History;
import io.mediascope.it.support.HttpMediaClient;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestCluster;
import io.mediascope.it.support.TestNode;
import io.mediascope.load.light.WebSdp;
import io.mediascope.scope.history.PublicEvent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WHIP publisher and a WHEP viewer of a scope that goes to another node: they are told, and come back by a redirect. */
@Tag("slow")
class MoveHttpMediaTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Long before the old relay's time is over. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    Path data;

    @Test
    void shouldEndWithAReasonAndComeBackByARedirect() {
        inAStudio(studio -> {
            studio.cluster.move("studio", studio.target);
            studio.awaitGoodbyes();
            studio.cluster.moved("studio", 1);

            shouldPointTo(studio.ann.patch("*", "a=end-of-candidates\r\n"), studio.target, "/whip", null);
            shouldPointTo(studio.bob.delete(), studio.target, "/whep", "participant=ann");
            // As one who knows the first node only.
            try (HttpMediaClient asks = new HttpMediaClient(studio.old, studio.home.token("studio", "ann")).whip()) {
                assertThat(asks.answer().statusCode()).isEqualTo(307);
                shouldNameNode(asks.answer(), studio.target, "/whip", null);
            }
            comeBack(studio);
        });
    }

    @Test
    void shouldComeBackElsewhereWhenTheNodeLeavesInOrder() {
        inAStudio(studio -> {
            CompletableFuture<Void> leaves = CompletableFuture.runAsync(studio.home::close);
            studio.awaitGoodbyes();
            comeBack(studio);
            assertThat(leaves).succeedsWithin(SOON);
        });
    }

    /** The scope is on {@code home}; Ann publishes and Bob views there by HTTP. */
    private record Studio(
            TestCluster cluster,
            TestNode home,
            TestNode target,
            String old,
            String next,
            TestClient eve,
            HttpMediaClient ann,
            HttpMediaClient bob) {
        void awaitGoodbyes() {
            await().atMost(AT_ONCE).until(() -> ann.media.peer.heardGoodbye() && bob.media.peer.heardGoodbye());
        }
    }

    /** From when all have media until what the target's node says of it all. */
    private void inAStudio(Consumer<Studio> happens) {
        try (TestCluster cluster = TestCluster.start(data, 2, Map.of())) {
            TestNode home = cluster.home("studio");
            TestNode target = cluster.other(home);
            String old = home.serveHttp();
            String next = target.serveHttp();
            try (TestClient eve = home.join("studio", "eve");
                    HttpMediaClient ann = new HttpMediaClient(old, home.token("studio", "ann"));
                    HttpMediaClient bob = new HttpMediaClient(old, home.token("studio", "bob"))) {
                ann.whip().connected().media.sending();
                bob.whep("?participant=ann").connected().media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
                eve.awaitFrames("ann", "video", 10, SOON);
                happens.accept(new Studio(cluster, home, target, old, next, eve, ann, bob));
            }
            shouldTellTheStory(target.events("studio"));
        }
    }

    private static void shouldPointTo(HttpResponse<String> response, TestNode node, String path, String query) {
        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.body()).contains("ELSEWHERE");
        shouldNameNode(response, node, path, query);
    }

    private static void shouldNameNode(HttpResponse<String> response, TestNode node, String path, String query) {
        URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
        assertThat(location.getScheme()).isEqualTo("https");
        assertThat(location.getPort()).isEqualTo(node.node.linkPort());
        assertThat(location.getPath()).isEqualTo(path);
        assertThat(location.getQuery()).isEqualTo(query);
    }

    private static void comeBack(Studio studio) {
        TestNode target = studio.target;
        TestClient eve = studio.eve;
        try (HttpMediaClient ann = new HttpMediaClient(studio.next, target.token("studio", "ann"))
                        .whip()
                        .connected();
                HttpMediaClient bob = new HttpMediaClient(studio.next, target.token("studio", "bob"))
                        .whep("?participant=ann")
                        .connected()) {
            ann.media.sending();
            bob.media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
            eve.awaitFrames("ann", "video", 10, SOON);
            assertThat(eve.seen("connectionLost")).isEmpty();
            assertThat(ann.delete().statusCode()).isEqualTo(200);
            assertThat(bob.delete().statusCode()).isEqualTo(200);
        }
    }

    private static void shouldTellTheStory(List<PublicEvent> events) {
        History.shouldBeSound(events);
        assertThat(History.of(events, "ParticipantLeft").stream()
                        .limit(2)
                        .map(e -> e.fields().get("userId") + " " + e.fields().get("reason")))
                .containsExactlyInAnyOrder("ann LINK_LOST", "bob LINK_LOST");
        assertThat(History.count(events, "ParticipantMoved")).isEqualTo(1);
    }
}
