package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.it.support.History;
import io.mediascope.it.support.HttpMediaClient;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.load.light.WebSdp;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.Grant;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WHIP and WHEP over a real node: media both ways, refusals, endings, limits and events. */
@Tag("real")
class HttpMediaScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private static TestNode node;
    private static String http;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of("mediascope.web.consent-timeout", "12 s"));
        http = node.serveHttp();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpMediaClient client(String scope, String user) {
        return new HttpMediaClient(http, node.token(scope, user));
    }

    @Test
    void shouldBringAWhipClientsMediaToANativeClient() {
        try (TestClient bob = node.join("whip-native", "bob");
                HttpMediaClient ann = client("whip-native", "ann").whip().connected()) {
            ann.media.sending();
            bob.awaitFrames("ann", "audio", 50, SOON);
            bob.awaitFrames("ann", "video", 50, SOON);
            assertThat(bob.sink("ann", "video").totals().keyFrames()).isPositive();
            assertThat(bob.sink("ann", "video").totals().repeated()).isZero();
        }
    }

    @Test
    void shouldBringANativeClientsMediaToAWhepClient() {
        try (TestClient bob = node.join("native-whep", "bob").publishing();
                HttpMediaClient ann =
                        client("native-whep", "ann").whep("?participant=bob").connected()) {
            ann.media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
            assertThat(bob.seen("joined")).containsExactly("ann");
        }
    }

    @Test
    void shouldGoOnWithTheNextPublisherOnTheSameLines() {
        try (HttpMediaClient viewer = client("whep-next", "viewer").whep("").connected()) {
            try (HttpMediaClient ann = client("whep-next", "ann").whip().connected()) {
                ann.media.sending();
                viewer.media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
                assertThat(ann.delete().statusCode()).isEqualTo(200);
            }
            try (HttpMediaClient cat = client("whep-next", "cat").whip().connected()) {
                cat.media.sending();
                viewer.media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
            }
        }
    }

    @Test
    void shouldWriteJoinsAndLeavesOfWhoDeletesAndOfWhoClosesIntoTheJournal() throws Exception {
        try (HttpMediaClient ann = client("endings", "ann").whip().connected();
                HttpMediaClient bob = client("endings", "bob").whip().connected()) {
            assertThat(ann.delete().statusCode()).isEqualTo(200);
            assertThat(ann.delete().statusCode()).isEqualTo(404);
            bob.media.peer.sayGoodbye();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(History.count(node.events("endings"), "ParticipantLeft"))
                            .isEqualTo(2));
        }
        List<PublicEvent> events = node.events("endings");
        History.shouldBeSound(events);
        assertThat(History.of(events, "ParticipantLeft"))
                .allSatisfy(e -> assertThat(History.field(e, "reason")).hasValue("CLIENT_LEFT"));
        assertThat(History.count(events, "TrackPublished")).isEqualTo(4);
    }

    @Test
    void shouldEndWhoVanishesWithoutAWord() {
        try (HttpMediaClient ann = client("vanished", "ann").whip().connected()) {
            ann.media.sending();
        }
        await().atMost(Duration.ofSeconds(50))
                .untilAsserted(() -> assertThat(History.of(node.events("vanished"), "ParticipantLeft"))
                        .singleElement()
                        .satisfies(e -> assertThat(History.field(e, "reason")).hasValue("LINK_LOST")));
        History.shouldBeSound(node.events("vanished"));
    }

    @Test
    void shouldRefuseWithTheRightStatus() {
        String offer = WebSdp.offer(1, client("r", "x").media.self(), "sendonly", "VP8");
        assertThat(status("", "/whip", offer)).isEqualTo(401);
        assertThat(status("nonsense", "/whip", offer)).isEqualTo(401);
        String deaf = node.token("refused", "ann", Set.of(Grant.SUBSCRIBE), true);
        assertThat(status(deaf, "/whip", offer)).isEqualTo(403);
        String dumb = node.token("refused", "ann", Set.of(Grant.PUBLISH), true);
        assertThat(status(dumb, "/whep", offer)).isEqualTo(403);
        String good = node.token("refused", "ann");
        assertThat(status(good, "/whip", "v=1\r\n")).isEqualTo(400);
        assertThat(status(good, "/whip", offer.replace("VP8", "theora"))).isEqualTo(406);
        assertThat(status(good, "/whip", offer.replace("sendonly", "recvonly"))).isEqualTo(400);
        assertThat(status(good, "/whip?scopeId=other", offer)).isEqualTo(403);
        HttpMediaClient plain = new HttpMediaClient(http, good);
        assertThat(plain.method("GET", "/whip").statusCode()).isEqualTo(405);
        assertThat(plain.method("POST", "/whip").statusCode()).isEqualTo(415);
        assertThat(plain.method("DELETE", "/whip/unknown").statusCode()).isEqualTo(404);
        assertThat(node.events("refused")).isEmpty();
    }

    private static int status(String token, String path, String offer) {
        try (HttpMediaClient client = new HttpMediaClient(http, token).post(path, offer)) {
            assertThat(client.answer().body()).contains("\"reason\"", "\"error\"");
            return client.answer().statusCode();
        }
    }

    @Test
    void shouldAnswerPagesOfOtherOrigins() {
        HttpResponse<String> preflight = client("cors", "ann").method("OPTIONS", "/whip");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Methods")
                        .orElse(""))
                .contains("POST");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("Authorization");
    }

    @Test
    void shouldCountLikeAllOthers() {
        var small = node.node.applications().create("small-http");
        node.node.applications().setLimits(small.application().id(), new ApplicationLimits(0, 1, 0));
        var scope = new io.mediascope.scope.model.ScopeKey(small.application().id(), "room");
        try (HttpMediaClient ann =
                        new HttpMediaClient(http, token(scope, "ann")).whip().connected();
                HttpMediaClient bob = new HttpMediaClient(http, token(scope, "bob")).whip()) {
            assertThat(bob.answer().statusCode()).isEqualTo(503);
            assertThat(bob.answer().body()).contains("SCOPE_FULL");
            assertThat(ann.answer().statusCode()).isEqualTo(201);
        }
    }

    private static String token(io.mediascope.scope.model.ScopeKey scope, String user) {
        return node.node
                .tokens()
                .issue(io.mediascope.cluster.credentials.TokenOrder.of(scope, user, Duration.ofMinutes(5)));
    }

    @Test
    void shouldTakeCandidatesAndRestartIce() {
        try (TestClient bob = node.join("restart", "bob");
                HttpMediaClient ann = client("restart", "ann").whip().connected()) {
            ann.media.sending();
            bob.awaitFrames("ann", "video", 10, SOON);
            String etag = ann.answer().headers().firstValue("ETag").orElseThrow();
            assertThat(ann.patch(etag, "a=mid:0\r\na=end-of-candidates\r\n").statusCode())
                    .isEqualTo(204);
            ann.media.peer.restart();
            var ice = ann.media.self().ice();
            HttpResponse<String> restarted =
                    ann.patch("*", "a=ice-ufrag:" + ice.ufrag() + "\r\na=ice-pwd:" + ice.password() + "\r\n");
            assertThat(restarted.statusCode()).isEqualTo(200);
            assertThat(restarted.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(etag);
            assertThat(restarted.body()).contains("a=ice-ufrag:", "a=candidate:");
            assertThat(ann.patch(etag, "a=mid:0\r\na=end-of-candidates\r\n").statusCode())
                    .isEqualTo(412);
            assertThat(ann.patch("*", "a=candidate:what").statusCode()).isIn(204, 400);
            bob.awaitFrames("ann", "video", 50, SOON);
        }
    }
}
