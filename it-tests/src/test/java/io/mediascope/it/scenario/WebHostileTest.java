package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.History;
import io.mediascope.it.support.HttpMediaClient;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.it.support.WebLinkClient;
import io.mediascope.load.light.WebSdp;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.PeerRole;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.WebDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call of WHIP, WHEP and native clients while others forge, guess and flood: each attempt is counted or refused, the call goes on. */
@Tag("real")
class WebHostileTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration FLOOD = Duration.ofSeconds(4);
    private static final int REQUESTS_PER_SECOND = 10_000;
    private static final int BURST = 50;

    @TempDir
    static Path data;

    private static TestNode node;
    private static String http;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of("mediascope.udp.loops", "1"));
        http = node.serveHttp();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpMediaClient client(String scope, String user) {
        return new HttpMediaClient(http, node.token(scope, user));
    }

    /** A publisher without an SDK, a native receiver and one without an SDK. */
    private record Call(HttpMediaClient ann, TestClient bob, HttpMediaClient eve) implements AutoCloseable {
        static Call of(String scope) {
            Call call = new Call(
                    client(scope, "ann").whip().connected(),
                    node.join(scope, "bob"),
                    client(scope, "eve").whep("?participant=ann").connected());
            call.ann.media.sending();
            call.bob.awaitFrames("ann", "video", 25, SOON);
            call.eve.media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
            call.bob.sink("ann", "audio").resetGap();
            return call;
        }

        LocalPeer published() {
            return WebSdp.node(ann.answer().body());
        }

        void shouldGoOn() {
            bob.awaitFrames("ann", "video", 50, SOON).awaitFrames("ann", "audio", 50, SOON);
            eve.media.awaitMedia(WebSdp.OPUS, WebSdp.VP8, SOON);
            assertThat(bob.sink("ann", "audio").longestGapMs()).isLessThan(500);
            assertThat(bob.sink("ann", "video").totals().missing()).isZero();
            assertThat(bob.sink("ann", "audio").totals().missing()).isZero();
            assertThat(bob.errors).isEmpty();
        }

        @Override
        public void close() {
            ann.close();
            bob.close();
            eve.close();
        }
    }

    private static byte[] binding(String username, String password, long transaction) {
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        StunWriter writer = new StunWriter()
                .bindingRequest(out, 0, (int) (transaction >> 32), transaction)
                .username(username.getBytes(StandardCharsets.UTF_8))
                .priority(1)
                .iceControlling(transaction)
                .useCandidate()
                .integrity(new StunIntegrity(password))
                .fingerprint();
        return java.util.Arrays.copyOf(out, writer.length());
    }

    /** Browsers' plain question for their address (RFC 8489), which anyone may ask. */
    private static byte[] open(long transaction) {
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        StunWriter writer =
                new StunWriter().bindingRequest(out, 0, 1, transaction).fingerprint();
        return java.util.Arrays.copyOf(out, writer.length());
    }

    /** A third knows nobody's name, a third has overheard the name and guesses the password, a third only asks. */
    private static byte[] request(LocalPeer victim, long i) {
        return switch ((int) (i % 3)) {
            case 0 -> binding("00strange" + i % 100 + ":them", "a guess of twenty-two ch", i);
            case 1 -> binding(victim.ice().ufrag() + ":them", "a guess of twenty-two ch", i);
            default -> open(i);
        };
    }

    @Test
    void shouldServeItsCallWhileStrangersAskTenThousandTimesASecond() throws IOException {
        try (Call call = Call.of("flood");
                DatagramChannel stranger = DatagramChannel.open()) {
            LocalPeer victim = call.published();
            IceCandidate udp = victim.candidates().get(0);
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(udp.address()), udp.port());
            double unknown = node.metric("mediascope_web_binding_unknown_user_packets_total");
            double guessed = node.metric("mediascope_web_binding_bad_integrity_packets_total");
            double limited = node.metric("mediascope_relay_stun_rate_limited_packets_total");
            double changes = node.metric("mediascope_web_path_changes_paths_total");
            long received = call.eve.media.packets(WebSdp.VP8);
            long begunNs = System.nanoTime();
            long sent = 0;
            while (System.nanoTime() - begunNs < FLOOD.toNanos()) {
                for (int i = 0; i < BURST; i++) {
                    stranger.send(ByteBuffer.wrap(request(victim, sent++)), to);
                }
                long dueNs = begunNs + sent * TimeUnit.SECONDS.toNanos(1) / REQUESTS_PER_SECOND;
                LockSupport.parkNanos(dueNs - System.nanoTime()); // the pace of the flood, not a wait for something
            }
            assertThat(sent).isGreaterThan(REQUESTS_PER_SECOND * FLOOD.toSeconds() / 2);
            assertThat(call.eve.media.packets(WebSdp.VP8) - received)
                    .as("packets of the call during the flood")
                    .isGreaterThan(FLOOD.toMillis() / 40);
            call.shouldGoOn();
            assertThat(node.metric("mediascope_web_binding_unknown_user_packets_total") - unknown)
                    .isGreaterThan(sent / 4.0);
            assertThat(node.metric("mediascope_web_binding_bad_integrity_packets_total") - guessed)
                    .isGreaterThan(sent / 4.0);
            assertThat(node.metric("mediascope_relay_stun_rate_limited_packets_total") - limited)
                    .isGreaterThan(sent / 8.0);
            assertThat(node.metric("mediascope_web_path_changes_paths_total")).isEqualTo(changes);
        }
    }

    /** The certificate is not the one that was announced: whoever stands in between gets no keys. */
    @Test
    void shouldRefuseAForgedFingerprint() {
        try (Call call = Call.of("forged");
                HttpMediaClient forger = client("forged", "forger")) {
            double refused = node.metric("mediascope_web_fingerprint_refused_handshakes_total");
            double connections = node.metric("mediascope_web_connections");
            PeerDescription own = forger.media.self();
            PeerDescription announced =
                    new PeerDescription(own.ice(), List.of(DtlsIdentity.create().fingerprint()), own.sections());
            forger.post("/whip", WebSdp.offer(1, announced, "sendonly", "VP8"));
            assertThatThrownBy(forger::connected).hasStackTraceContaining("bad_certificate");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(node.metric("mediascope_web_fingerprint_refused_handshakes_total"))
                            .isEqualTo(refused + 1));
            await().atMost(SOON).untilAsserted(() -> assertThat(node.metric("mediascope_web_connections"))
                    .isEqualTo(connections));
            await().atMost(SOON).untilAsserted(() -> assertThat(History.of(node.events("forged"), "ParticipantLeft"))
                    .singleElement()
                    .satisfies(e -> assertThat(History.field(e, "userId")).hasValue("forger")));
            call.shouldGoOn();
        }
    }

    @Test
    void shouldRefuseOversizeDescriptionsOverHttpAndOverALink() {
        try (Call call = Call.of("oversize");
                HttpMediaClient whip = client("oversize", "whip");
                WebLinkClient web = new WebLinkClient(node, http, "oversize", "web").publishing()) {
            String offer = WebSdp.offer(1, whip.media.self(), "sendonly", "VP8");
            String huge = offer + "a=x-padding:0123456789\r\n".repeat(SessionDescription.MAX_LENGTH / 20);
            whip.post("/whip", huge);
            assertThat(whip.answer().statusCode()).isEqualTo(413);
            assertThat(whip.answer().body()).contains("MESSAGE_TOO_LARGE");
            web.send(Envelope.newBuilder()
                    .setRequestId(77)
                    .setWebDescription(WebDescription.newBuilder()
                            .setRole(PeerRole.PEER_ROLE_PUBLISHER)
                            .setRevision(50)
                            .setSdp(huge)));
            assertThat(web.awaitRefusal(77).getReason()).isEqualTo(RefusalReason.MESSAGE_TOO_LARGE);
            call.bob.awaitFrames("web", "cam", 25, SOON);
            call.shouldGoOn();
        }
    }

    /** Renegotiating as fast as one can costs the node a refusal each. */
    @Test
    void shouldRefuseWhoNegotiatesWithoutEnd() {
        try (Call call = Call.of("endless");
                WebLinkClient web = new WebLinkClient(node, http, "endless", "web").publishing()) {
            AtomicLong last = new AtomicLong();
            for (int i = 0; i < 60; i++) {
                last.set(web.offer("mic", "cam"));
            }
            assertThat(web.awaitRefusal(last.get()).getReason()).isEqualTo(RefusalReason.RATE_LIMITED);
            call.bob.awaitFrames("web", "cam", 25, SOON);
            call.shouldGoOn();
        }
    }
}
