package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.server.Route;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.cluster.journal.EmbeddedDatabase;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.web.HttpMedia;
import io.mediascope.cluster.web.SessionDoor;
import io.mediascope.cluster.web.WebPorts;
import io.mediascope.media.model.Codec;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.door.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What WHIP and WHEP answer, whatever the scope says, over a real HTTP port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpMediaRouteTest {
    static final String SDP_TYPE = "Content-Type: application/sdp";
    static final String OFFER =
            """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=sendonly
            a=rtcp-mux
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            a=fingerprint:sha-256 %s
            a=setup:actpass
            a=rtpmap:111 opus/48000/2
            """
                    .formatted("00:".repeat(31) + "00");

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final NodeCounters counters = new NodeCounters();
    private final AtomicInteger ended = new AtomicInteger();

    @TempDir
    static Path folder;

    private EmbeddedDatabase database;
    private JoinTokens tokens;
    private ScopeKey scope;
    private FrontDoor door;
    private RawHttp http;

    /** What the session says to who wants to join. */
    private volatile ClientMessage outcome = refused(RefusalReason.INTERNAL_ERROR);

    private volatile boolean draining;

    @BeforeAll
    void open() {
        database = EmbeddedDatabase.open(folder);
        ApplicationStore store = ApplicationStore.open(database.dataSource(), Clock.systemUTC());
        tokens = new JoinTokens(store, Clock.systemUTC(), Duration.ofSeconds(5));
        CreatedApplication application = store.create("shop");
        scope = new ScopeKey(application.application().id(), "room");
        Route route = new HttpMediaRoute(media(), tokens, List.of(), new Cors(List.of("*"))).route();
        door = RawHttp.door(folder);
        InetSocketAddress bound =
                door.serveHttp(new RouteService(kit.system(), route, route), new InetSocketAddress("127.0.0.1", 0));
        http = new RawHttp(bound.getPort());
    }

    @BeforeEach
    void reset() {
        ended.set(0);
        draining = false;
    }

    @AfterAll
    void close() {
        door.close();
        kit.shutdownTestKit();
        database.close();
    }

    private HttpMedia media() {
        WebPorts ports = new WebPorts(
                scopeKey -> Optional.empty(),
                List.of(),
                new CodecPolicy(List.of(Codec.OPUS, Codec.VP8)),
                Duration.ofSeconds(35),
                counters,
                System::nanoTime,
                new Random(1));
        return new HttpMedia(ports, new Sessions(), new HttpMedia.Starter() {
            @Override
            public <T> ActorRef<T> start(Behavior<T> behavior) {
                return kit.spawn(behavior);
            }
        });
    }

    /** Sessions that answer every join with the outcome of now, and end as refused ones do. */
    private final class Sessions implements SessionDoor {
        @Override
        public @Nullable ActorRef<SessionCommand> begin(JoinClaims claims, LinkPort client) {
            return draining ? null : kit.spawn(Behaviors.receiveMessage(command -> answer(command, client)));
        }

        private Behavior<SessionCommand> answer(SessionCommand command, LinkPort client) {
            if (command instanceof SessionCommand.FromClient) {
                client.send(outcome);
                client.close();
            }
            return Behaviors.same();
        }

        @Override
        public void ended(ActorRef<SessionCommand> session) {
            ended.incrementAndGet();
        }
    }

    private static ClientMessage refused(RefusalReason reason) {
        return new ClientMessage.Refused(1, Refusal.retryable(reason, "said by the scope", 2_500));
    }

    private String token(Set<Grant> grants) {
        return tokens.issue(new TokenOrder(scope, "ann", Duration.ofMinutes(1), grants, true));
    }

    private RawHttp.Answer post(String path, String sdp) throws IOException {
        return http.send(
                "POST", path, sdp, SDP_TYPE, "Authorization: Bearer " + token(Set.of(Grant.PUBLISH, Grant.SUBSCRIBE)));
    }

    @ParameterizedTest
    @CsvSource({
        "node-2.example, 7443, https://node-2.example:7443/whip?scopeId=room",
        "192.0.2.7, 443, https://192.0.2.7:443/whip?scopeId=room",
        "2001:db8::2, 7443, https://[2001:db8::2]:7443/whip?scopeId=room",
    })
    void shouldSendAPublisherToTheNodeThatHasTheMedia(String host, int port, String location) throws IOException {
        outcome = new ClientMessage.Redirected(new HostPort(host, port), "the scope's relay is there");
        RawHttp.Answer answer = post("/whip?scopeId=room", OFFER);
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("location")).isEqualTo(location);
        assertThat(answer.body()).contains("\"reason\":\"ELSEWHERE\"", host);
        assertThat(ended).as("nothing of it is left here").hasValue(1);
        assertThat(counters.get(NodeCounter.WHIP_SESSIONS)).isZero();
    }

    @Test
    void shouldSendAViewerThereWithWhatItAskedFor() throws IOException {
        outcome = new ClientMessage.Redirected(new HostPort("node-2", 7443), "moved");
        RawHttp.Answer answer = http.send(
                "POST",
                "/whep?participant=bob%2Bphone",
                OFFER.replace("sendonly", "recvonly"),
                SDP_TYPE,
                "Origin: https://example.org",
                "Authorization: Bearer " + token(Set.of(Grant.SUBSCRIBE)));
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.header("location")).isEqualTo("https://node-2:7443/whep?participant=bob%2Bphone");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.header("access-control-expose-headers")).contains("Location");
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, 429",
        "SCOPE_FULL, 503",
        "APPLICATION_OVER_LIMIT, 503",
        "NODE_FULL, 503",
        "NODE_DRAINING, 503",
        "JOURNAL_UNAVAILABLE, 503",
        "TIMED_OUT, 503",
        "USER_ALREADY_IN_SCOPE, 409",
        "UNSUPPORTED_CODEC, 406",
        "BAD_REQUEST, 400",
        "INTERNAL_ERROR, 500",
    })
    void shouldAnswerWhatTheScopeRefusesWithItsStatus(RefusalReason reason, int status) throws IOException {
        outcome = refused(reason);
        RawHttp.Answer answer = post("/whip", OFFER);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"", "\"error\":\"said by the scope\"");
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("retry-after")).isEqualTo(reason == RefusalReason.UNSUPPORTED_CODEC ? "" : "3");
    }

    @Test
    void shouldAnswer503WhileTheNodeStops() throws IOException {
        draining = true;
        RawHttp.Answer answer = post("/whip", OFFER);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("NODE_DRAINING");
        assertThat(answer.header("retry-after")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Bearer ", "Authorization: Basic YTpi", "Authorization: Bearer a.b.c"})
    void shouldWantAToken(String authorization) throws IOException {
        RawHttp.Answer answer = authorization.isEmpty()
                ? http.send("POST", "/whip", OFFER, SDP_TYPE)
                : http.send("POST", "/whip", OFFER, SDP_TYPE, authorization);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        assertThat(answer.body()).contains("TOKEN_MALFORMED");
    }

    @Test
    void shouldWantTheGrant() throws IOException {
        RawHttp.Answer answer =
                http.send("POST", "/whip", OFFER, SDP_TYPE, "Authorization: Bearer " + token(Set.of(Grant.SUBSCRIBE)));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("MISSING_GRANT", "publish");
    }

    @ParameterizedTest
    @CsvSource({
        "a=setup:actpass, a=setup:passive, 400, setup",
        "a=rtcp-mux, a=nothing, 400, rtcp-mux",
        "a=mid:0, a=mid:0 a=sendrecv broken, 400, mid",
        "opus, speex, 406, codec",
        "v=0, v=1, 400, line",
    })
    void shouldSayWhatIsWrongWithAnOffer(String right, String wrong, int status, String said) throws IOException {
        RawHttp.Answer answer = post("/whip", OFFER.replace(right, wrong));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("\"reason\"", "\"error\"").containsIgnoringCase(said);
    }

    @Test
    void shouldRefuseALongOfferAndABodyOfAnotherType() throws IOException {
        RawHttp.Answer tooLong = post("/whip", OFFER + "a=x-long\n".repeat(20_000));
        assertThat(tooLong.status()).isEqualTo(413);
        assertThat(tooLong.body()).contains("MESSAGE_TOO_LARGE");
        RawHttp.Answer json = http.send("POST", "/whip", "{}", "Content-Type: application/json");
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.header("accept-post")).isEqualTo("application/sdp");
    }
}
