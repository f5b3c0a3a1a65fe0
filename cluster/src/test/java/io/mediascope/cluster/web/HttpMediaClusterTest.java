package io.mediascope.cluster.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.ClusterKit;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WHIP and WHEP posted to any node of two: the one that has the scope's relay serves, the other one names it. */
class HttpMediaClusterTest {
    private static final String SENDS = WebSessionTest.OFFER.formatted("1", "abcd", WebSessionTest.FINGERPRINT);
    private static final String RECEIVES = SENDS.replace("sendonly", "recvonly");

    @TempDir
    static Path folder;

    private static ClusterKit kit;
    private static String application;

    @BeforeAll
    static void start() {
        kit = ClusterKit.start(folder, Map.of(), "eu", "eu");
        application = kit.node(0).firstApplication().orElseThrow().application().id();
    }

    @AfterAll
    static void stop() {
        kit.close();
    }

    private static JoinClaims claims(String scope, String user) {
        return new JoinClaims(
                new ScopeKey(application, scope),
                user,
                "token-of-" + user,
                "key",
                Instant.now().plusSeconds(60),
                Set.of(Grant.PUBLISH, Grant.SUBSCRIBE),
                true);
    }

    private static <T> T now(CompletionStage<T> reply) throws Exception {
        return reply.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static HttpMediaReply publish(MediascopeNode at, String scope, String user) throws Exception {
        return now(at.httpMedia().publish(claims(scope, user), SENDS));
    }

    private static HttpMediaReply play(MediascopeNode at, String scope, String user) throws Exception {
        return now(at.httpMedia().play(claims(scope, user), "", RECEIVES));
    }

    /** Posts as a client does that follows redirects; returns the node that let it in. */
    private static MediascopeNode publishAnywhere(String scope, String user) throws Exception {
        MediascopeNode at = kit.node(0);
        HttpMediaReply reply = publish(at, scope, user);
        if (reply instanceof HttpMediaReply.Elsewhere elsewhere) {
            at = nodeAt(elsewhere.node());
            reply = publish(at, scope, user);
        }
        assertThat(reply).isInstanceOf(HttpMediaReply.Created.class);
        return at;
    }

    private static MediascopeNode nodeAt(HostPort link) {
        return kit.nodes().stream()
                .filter(node -> node.linkPort() == link.port())
                .findFirst()
                .orElseThrow();
    }

    private static double metric(MediascopeNode node, String name) {
        return node.metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Test
    void shouldNameTheNodeThatHasTheRelay() throws Exception {
        MediascopeNode home = publishAnywhere("room", "ann");
        MediascopeNode other =
                kit.nodes().stream().filter(n -> n != home).findFirst().orElseThrow();
        HostPort there = new HostPort("127.0.0.1", home.linkPort());

        assertThat(play(other, "room", "bob")).isEqualTo(new HttpMediaReply.Elsewhere(there));
        assertThat(publish(other, "room", "cat")).isEqualTo(new HttpMediaReply.Elsewhere(there));
        assertThat(metric(other, "mediascope_web_connections")).isZero();

        assertThat(play(home, "room", "bob")).isInstanceOf(HttpMediaReply.Created.class);
        HttpMediaReply.Created cat = (HttpMediaReply.Created) publish(home, "room", "cat");
        assertThat(metric(home, "mediascope_web_connections")).isEqualTo(3);
        assertThat(now(other.httpMedia().delete(HttpMediaKind.WHIP, cat.id())))
                .as("a session is known where it lives")
                .isInstanceOf(HttpMediaReply.Unknown.class);
        assertThat(now(home.httpMedia().delete(HttpMediaKind.WHIP, cat.id()))).isInstanceOf(HttpMediaReply.Done.class);
    }
}
