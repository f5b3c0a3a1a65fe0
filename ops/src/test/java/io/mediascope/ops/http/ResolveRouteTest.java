package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.server.Route;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.settings.NodeSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /resolve} answers to good and bad questions, by a node over a real port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResolveRouteTest {
    @TempDir
    static Path folder;

    private MediascopeNode node;
    private RawHttp http;
    private String asked;

    @BeforeAll
    void open() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mediascope.data-dir", folder.resolve("data").toString(),
                "mediascope.link.port", "0",
                "mediascope.link.bind-host", "127.0.0.1",
                "mediascope.udp.audio-port", "0",
                "mediascope.udp.video-port", "0",
                "mediascope.udp.mux-port", "0",
                "mediascope.udp.loops", "1",
                "mediascope.http.port", "0"));
        node = MediascopeNode.start(NodeSettings.load(settings));
        Route route = new ResolveRoute(node).route();
        InetSocketAddress bound = node.serveHttp(new RouteService(node.system(), route, route));
        http = new RawHttp(bound.getPort());
        asked = "/resolve?applicationId="
                + node.firstApplication().orElseThrow().application().id() + "&scopeId=room";
    }

    @AfterAll
    void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&region=eu-west",
                "&region=nowhere-known",
                "&region=",
                "&latitude=50.1&longitude=8.7",
                "&latitude=-90&longitude=180&region=eu-west",
                "&reconnect=true&streamer=127.0.0.1:1"
            })
    void shouldNameTheNode(String more) throws IOException {
        RawHttp.Answer answer = http.get(asked + more);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("127.0.0.1:" + node.linkPort());
    }

    @ParameterizedTest
    @CsvSource({
        "&region=a%20b, region must be the name of a region",
        "&region=eu|west, region must be the name of a region",
        "&latitude=50.1, latitude and longitude belong together",
        "&longitude=8.7, latitude and longitude belong together",
        "&latitude=north&longitude=8.7, 'latitude and longitude must be degrees, for instance 50.1 and 8.7'",
        "&latitude=&longitude=8.7, 'latitude and longitude must be degrees, for instance 50.1 and 8.7'",
        "&latitude=90.1&longitude=8.7, latitude must be -90 to 90 and longitude -180 to 180 degrees",
        "&latitude=50.1&longitude=-181, latitude must be -90 to 90 and longitude -180 to 180 degrees",
        "&latitude=NaN&longitude=8.7, latitude must be -90 to 90 and longitude -180 to 180 degrees",
        "&latitude=50.1&longitude=Infinity, latitude must be -90 to 90 and longitude -180 to 180 degrees"
    })
    void shouldSayWhatIsWrongWithAPlace(String more, String reason) throws IOException {
        RawHttp.Answer text = http.get(asked + more);
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.body()).contains(reason);
        RawHttp.Answer json = http.get(asked + more, "Accept: application/json");
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.body()).contains("BAD_REQUEST").contains(reason);
    }

    @Test
    void shouldAnswerInJsonWhenAskedFor() throws IOException {
        assertThat(http.get(asked, "Accept: application/json").body())
                .contains("\"host\":\"127.0.0.1\"")
                .contains("\"port\":" + node.linkPort())
                .contains("\"live\":false");
    }
}
