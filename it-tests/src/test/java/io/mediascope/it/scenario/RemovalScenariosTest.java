package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.sdk.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator removes participants and scopes over HTTP. */
@Tag("real")
class RemovalScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path data;

    private static TestNode node;
    private static String http;

    @BeforeAll
    static void start() {
        node = TestNode.start(data);
        http = node.serveHttp();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void shouldRemoveOneParticipant() throws Exception {
        try (TestClient ann = node.join("one", "ann");
                TestClient bob = node.join("one", "bob")) {
            HttpResponse<String> done = delete("/one/participants/bob", "admin");
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            assertThat(done.body()).isEqualTo("{\"done\":true}");
            bob.until("bob is out for good", SOON, bob::ended);
            assertThat(bob.errors).containsExactly(ErrorCode.REMOVED_BY_ADMIN);
            ann.until("ann is told why", SOON, () -> ann.seen("left").contains("bob REMOVED"));
            assertThat(delete("/one/participants/bob", "admin").body()).contains("UNKNOWN_USER");
            assertThat(ann.ended()).isFalse();
        }
        History.shouldBeSound(node.events("one"));
    }

    @Test
    void shouldCloseAScope() throws Exception {
        try (TestClient ann = node.join("all", "ann");
                TestClient bob = node.join("all", "bob")) {
            assertThat(delete("/all", "admin").statusCode()).isEqualTo(200);
            ann.until("ann is out", SOON, ann::ended);
            bob.until("bob is out", SOON, bob::ended);
            assertThat(delete("/all", "admin").statusCode()).isEqualTo(404);
        }
        History.shouldBeSound(node.events("all"));
    }

    @Test
    void shouldRemoveNobodyForOthers() throws Exception {
        try (TestClient ann = node.join("kept", "ann")) {
            assertThat(delete("/kept/participants/ann", "wrong").statusCode()).isEqualTo(401);
            assertThat(delete("/kept", "").statusCode()).isEqualTo(401);
            assertThat(delete("/nowhere/participants/ann", "admin").statusCode())
                    .isEqualTo(404);
            ann.publishAudio();
            assertThat(ann.ended()).isFalse();
        }
    }

    private static HttpResponse<String> delete(String path, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http + "/admin/scopes/" + node.applicationId + path))
                .header("Authorization", "Bearer " + token)
                .DELETE()
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
