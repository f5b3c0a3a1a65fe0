package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.scope.model.ScopeKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a WHIP client that was let in is told, and may do with its session, over the plain port of a real node. */
class HttpMediaResourceTest {
    private static final String FRAGMENT_TYPE = "Content-Type: application/trickle-ice-sdpfrag";
    private static final String END = "a=mid:0\r\na=end-of-candidates\r\n";

    @TempDir
    static Path folder;

    private static ServedNode served;
    private static RawHttp http;

    @BeforeAll
    static void start() throws IOException {
        served = new ServedNode(
                folder,
                """
                mediascope.http.cors-origins = ["https://example.org"]
                mediascope.http.ice-servers = ["stun:stun.example.org:3478", "turn:turn.example.org:3478 user pass"]
                """);
        http = served.http;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static RawHttp.Answer post(String scope, String... headers) throws IOException {
        String application = served.node.applications().list().get(0).id();
        String token = served.node
                .tokens()
                .issue(TokenOrder.of(new ScopeKey(application, scope), "ann", Duration.ofMinutes(1)));
        String[] all = new String[headers.length + 2];
        all[0] = HttpMediaRouteTest.SDP_TYPE;
        all[1] = "Authorization: Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return http.send("POST", "/whip", HttpMediaRouteTest.OFFER, all);
    }

    @Test
    void shouldSayWhereTheSessionIsAndWhichServersHelp() throws IOException {
        RawHttp.Answer answer = post("created");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("content-type")).startsWith("application/sdp");
        assertThat(answer.header("location")).matches("/whip/[A-Za-z0-9_-]{24}");
        assertThat(answer.header("etag")).matches("\"[^\"]+\"");
        assertThat(answer.header("accept-patch")).isEqualTo("application/trickle-ice-sdpfrag");
        assertThat(answer.header("link"))
                .contains(
                        "<stun:stun.example.org:3478>; rel=\"ice-server\"",
                        "<turn:turn.example.org:3478>; rel=\"ice-server\"; username=\"user\"; credential=\"pass\";"
                                + " credential-type=\"password\"");
        assertThat(answer.body()).contains("a=ice-lite", "a=setup:passive", "a=recvonly", "typ host");
    }

    @Test
    void shouldLetPagesOfTheNamedOriginsReadTheAnswer() throws IOException {
        RawHttp.Answer named = post("origins", "Origin: https://example.org");
        assertThat(named.header("access-control-allow-origin")).isEqualTo("https://example.org");
        assertThat(named.header("vary")).contains("Origin");
        assertThat(named.header("access-control-expose-headers")).contains("Location", "ETag", "Link");
        RawHttp.Answer other = post("origins", "Origin: https://evil.example");
        assertThat(other.headers()).doesNotContainKey("access-control-allow-origin");
        RawHttp.Answer preflight = http.send("OPTIONS", "/whip", "", "Origin: https://example.org");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("accept-post")).isEqualTo("application/sdp");
        assertThat(preflight.header("access-control-allow-methods")).contains("POST");
    }

    @Test
    void shouldSayWhatIsWrongWithAPatch() throws IOException {
        RawHttp.Answer created = post("patched");
        String location = created.header("location");
        String match = "If-Match: " + created.header("etag");
        assertThat(http.send("PATCH", location, END, FRAGMENT_TYPE, match).status())
                .isEqualTo(204);
        RawHttp.Answer unconditional = http.send("PATCH", location, END, FRAGMENT_TYPE);
        assertThat(unconditional.status()).isEqualTo(428);
        assertThat(unconditional.body()).contains("If-Match");
        RawHttp.Answer old = http.send("PATCH", location, END, FRAGMENT_TYPE, "If-Match: \"old\"");
        assertThat(old.status()).isEqualTo(412);
        assertThat(old.body()).contains("WRONG_STATE");
        RawHttp.Answer wrongType = http.send("PATCH", location, END, "Content-Type: text/plain", match);
        assertThat(wrongType.status()).isEqualTo(415);
        assertThat(wrongType.header("accept-patch")).isEqualTo("application/trickle-ice-sdpfrag");
        RawHttp.Answer bad = http.send("PATCH", location, "a=ice-ufrag:ab\r\n", FRAGMENT_TYPE, match);
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body()).contains("\"error\"");
    }

    @Test
    void shouldEndASessionOnce() throws IOException {
        String location = post("deleted").header("location");
        assertThat(http.send("DELETE", location.replace("/whip/", "/whep/"), "").status())
                .as("it is no WHEP session")
                .isEqualTo(404);
        RawHttp.Answer wrong = http.get(location);
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).contains("PATCH", "DELETE");
        assertThat(http.send("DELETE", location, "").status()).isEqualTo(200);
        RawHttp.Answer again = http.send("DELETE", location, "");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.body()).contains("NOT_FOUND");
    }

    @Test
    void shouldRefuseTheSameUserTwice() throws IOException {
        assertThat(post("twice").status()).isEqualTo(201);
        RawHttp.Answer second = post("twice");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body()).contains("USER_ALREADY_IN_SCOPE");
    }
}
