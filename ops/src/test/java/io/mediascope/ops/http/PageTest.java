package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.credentials.TokenCheck;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The call page and its tokens over the plain port of a real node. */
class PageTest {
    private static final String ORDER = "{\"scope\":\"room\",\"user\":\"ann\"}";
    private static final String JSON = "Content-Type: application/json";

    @TempDir
    static Path data;

    private static ServedNode served;
    private static MediascopeNode node;
    private static int port;
    private static RawHttp http;

    @BeforeAll
    static void start() throws IOException {
        served = new ServedNode(data, "");
        node = served.node;
        port = served.port;
        http = served.http;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    // Tokens

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "LOCALHOST", "[::1]"})
    void shouldSignATokenForItsOwnPage(String host) throws IOException {
        String own = host + ":" + port;
        RawHttp.Answer answer =
                http.send("POST", "/join-token", ORDER, JSON, "Host: " + own, "Origin: http://" + own.toLowerCase());
        assertThat(answer.status()).isEqualTo(200);
        String token = Json.MAPPER.readTree(answer.body()).path("token").asText();
        assertThat(node.tokens().verify(token)).isInstanceOfSatisfying(TokenCheck.Valid.class, valid -> {
            assertThat(valid.claims().userId()).isEqualTo("ann");
            assertThat(valid.claims().scope().scopeId()).isEqualTo("room");
        });
    }

    @Test
    void shouldSayOfWhichApplicationItsTokensAre() throws IOException {
        RawHttp.Answer answer = http.get("/join-token");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(node.applications().list().get(0).id())
                .doesNotContain("secret", "key");
    }

    /** A page of the web whose name points to loopback names itself as Host; one that asks across origins as Origin. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: evil.example:7080",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: evil.example@127.0.0.1",
                "Host: 192.0.2.1",
                "Host: 0.0.0.0",
                "Host:",
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1",
                "Origin: http://localhost",
                "X-Forwarded-For: 198.51.100.7",
                "Forwarded: for=198.51.100.7",
                "Via: 1.1 proxy"
            })
    void shouldSignNothingForOthers(String header) throws IOException {
        RawHttp.Answer answer = http.send("POST", "/join-token", ORDER, JSON, header);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("\"error\"").doesNotContain("token\":");
        assertThat(http.get("/join-token", header).status()).isEqualTo(403);
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|JSON",
                "{}|scope",
                "{\"scope\":\"a b\",\"user\":\"ann\"}|scope",
                "{\"scope\":\"room\"}|user"
            })
    void shouldSayWhatIsWrongWithAnOrder(String order, String said) throws IOException {
        RawHttp.Answer answer = http.send("POST", "/join-token", order, JSON);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).containsIgnoringCase(said);
    }

    // Pages

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/index.html, text/html",
        "/app.js, text/javascript",
        "/style.css, text/css",
        "/icon.svg, image/svg+xml"
    })
    void shouldServeThePage(String path, String type) throws IOException {
        RawHttp.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith(type);
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache");
        assertThat(answer.body()).isNotEmpty();
    }

    /** Own scripts and no inline ones, no frames of others, no forms: a foreign text in the page could do nothing. */
    @Test
    void shouldAllowThePageNothingBeyondItsNeeds() throws IOException {
        String policy = http.get("/").header("content-security-policy");
        assertThat(policy.split("; ?"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "form-action 'none'");
        assertThat(policy).doesNotContain("unsafe");
        assertThat(http.get("/").body()).doesNotContain("<script>", "onclick=", "style=\"");
    }

    @Test
    void shouldSayWhenAPageIsStillTheSame() throws IOException {
        String tag = http.get("/app.js").header("etag");
        RawHttp.Answer same = http.get("/app.js", "If-None-Match: " + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("etag")).isEqualTo(tag);
        assertThat(http.get("/app.js", "If-None-Match: \"other\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/app.js/",
                "/web/app.js",
                "/../app.js.map",
                "/..%2fapplication.conf",
                "/%2e%2e/reference.conf",
                "/..%5c..%5creference.conf",
                "/%2fetc%2fpasswd",
                "//etc/passwd",
                "/./reference.conf",
                "/app.js%00.html",
                "/APP.JS"
            })
    void shouldServeNothingElse(String path) throws IOException {
        RawHttp.Answer answer = http.get(path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).contains("\"error\"").doesNotContain("root:", "mediascope {");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void shouldOnlyBeRead(String method) throws IOException {
        assertThat(http.send(method, "/", "").status()).isEqualTo(405);
    }

    /** What belongs to this machine's programs does not stand on the front door, which the world reaches. */
    @Test
    void shouldServeThePageButNoTokensOnTheFrontDoor() throws Exception {
        assertThat(FrontDoorGet.status(node, "/")).isEqualTo(200);
        assertThat(FrontDoorGet.status(node, "/join-token")).isEqualTo(404);
        assertThat(FrontDoorGet.status(node, "/metrics")).isEqualTo(404);
        assertThat(FrontDoorGet.status(node, "/admin/applications")).isEqualTo(404);
    }
}
