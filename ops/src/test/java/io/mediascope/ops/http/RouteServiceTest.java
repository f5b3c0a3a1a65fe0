package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.typesafe.config.ConfigFactory;
import io.mediascope.transport.door.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route is told of a request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteServiceTest {
    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));

    @TempDir
    static Path folder;

    private FrontDoor door;
    private RawHttp http;

    /** Answers with the client's address, whether a proxy was in between, and the names of all headers. */
    private static final class Told extends AllDirectives {
        Route route() {
            return extractClientIP(address -> extractRequest(request ->
                    complete(address.getAddress().map(a -> a.getHostAddress()).orElse("unknown") + " "
                            + request.getAttribute(RouteService.PROXIED).isPresent() + " " + names(request))));
        }

        private static String names(HttpRequest request) {
            return StreamSupport.stream(request.getHeaders().spliterator(), false)
                    .map(header -> header.lowercaseName())
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }

    @BeforeAll
    void open() {
        Route route = new Told().route();
        door = RawHttp.door(folder);
        http = new RawHttp(
                door.serveHttp(new RouteService(kit.system(), route, route), new InetSocketAddress("127.0.0.1", 0))
                        .getPort());
    }

    @AfterAll
    void close() {
        door.close();
        kit.shutdownTestKit();
    }

    @Test
    void shouldTellTheAddressOfTheSocket() throws IOException {
        assertThat(http.get("/", "X-Other: 1").body()).isEqualTo("127.0.0.1 false host,x-other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 198.51.100.7",
                "x-forwarded-for: 198.51.100.7, 10.0.0.1",
                "X-Forwarded-Host: example.org",
                "X-Real-IP: 198.51.100.7",
                "Remote-Address: 198.51.100.7:1",
                "Forwarded: for=198.51.100.7",
                "Via: 1.1 proxy"
            })
    void shouldNotBelieveWhatAHeaderSaysAboutTheAddress(String header) throws IOException {
        assertThat(http.get("/", header).body()).isEqualTo("127.0.0.1 true host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/a b", "//[", "http://["})
    void shouldRefuseAnAddressThatIsNone(String uri) throws IOException {
        assertThat(http.get(uri).status()).isEqualTo(400);
    }

    @Test
    void shouldRefuseAMethodThatNobodyKnows() throws IOException {
        RawHttp.Answer answer = http.send("BREW", "/", "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("BREW");
    }
}
