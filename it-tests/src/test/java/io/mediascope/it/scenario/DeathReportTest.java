package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.member.MemberId;
import io.mediascope.it.support.TestNode;
import io.mediascope.ops.Json;
import io.mediascope.ops.node.DeathReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor tells a node over HTTP. */
@Tag("real")
class DeathReportTest {
    @TempDir
    Path folder;

    @Test
    void shouldTakeReportsOfWhoShowsTheAdminTokenOnly() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            String url = node.serveHttp() + "/admin/cluster/deaths";
            MemberId own = node.node.member();
            String other = Json.line(new MemberId(own.host(), own.port(), own.uid() + 1));

            assertThat(post(url, "wrong", other).statusCode()).isEqualTo(401);
            assertThat(post(url, "admin", "{\"host\":\"\"}").statusCode()).isEqualTo(400);
            assertThat(post(url, "admin", "nonsense").statusCode()).isEqualTo(400);
            assertThat(post(url, "admin", other).body()).contains("NOT_A_MEMBER");
            assertThat(post(url, "admin", Json.line(own)).body()).contains("OWN");
            assertThat(node.node.health().clusterUp()).isTrue();
        }
    }

    @Test
    void shouldTakeSealedReportsOfOtherMachines() {
        String secret = "0123456789abcdef0123456789abcdef";
        try (TestNode node = TestNode.start(folder, Map.of("mediascope.cluster.death-reports.secret", secret))) {
            String plain = node.serveHttp();
            String front = "https://127.0.0.1:" + node.node.linkPort();
            MemberId own = node.node.member();

            assertThat(DeathReport.send(own, secret, List.of(plain, front)))
                    .hasSize(2)
                    .allMatch(answer -> answer.contains("200") && answer.contains("OWN"));
            assertThat(DeathReport.send(own, secret + "x", List.of(front))).allMatch(answer -> answer.contains("403"));
            assertThat(DeathReport.send(own, secret, List.of("http://127.0.0.1:1")))
                    .as("a node that does not answer")
                    .hasSize(1);
        }
    }

    private static HttpResponse<String> post(String url, String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
