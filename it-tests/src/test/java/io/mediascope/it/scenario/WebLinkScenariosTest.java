package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.History;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.it.support.WebLinkClient;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.MuteRequest;
import io.mediascope.transport.wire.v1.PeerRole;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.WebRestartRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers as the wire sees them: a WebSocket link and two peer connections each. */
@Tag("real")
class WebLinkScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Payload types of the node's offers. */
    private static final int OPUS = 111;

    private static final int VP8 = 96;

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

    private static WebLinkClient browser(String scope, String user) {
        return new WebLinkClient(node, http, scope, user);
    }

    private static void goodbye(WebLinkClient browser) {
        browser.send(Envelope.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("bye")));
    }

    @Test
    void shouldNegotiateAgainWhenAThirdComesAndGoes() {
        try (WebLinkClient ann = browser("three", "ann").publishing();
                WebLinkClient bob = browser("three", "bob").publishing()) {
            ann.receives.awaitMedia(OPUS, VP8, SOON);
            bob.receives.awaitMedia(OPUS, VP8, SOON);
            assertThat(ann.offered()).containsExactly("bob/cam", "bob/mic");
            try (WebLinkClient cat = browser("three", "cat").publishing()) {
                await().atMost(SOON).untilAsserted(() -> assertThat(ann.offered())
                        .containsExactly("bob/cam", "bob/mic", "cat/cam", "cat/mic"));
                cat.receives.awaitMedia(OPUS, VP8, SOON);
                ann.receives.awaitMedia(OPUS, VP8, SOON);
                goodbye(cat);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(ann.offered()).containsExactly("bob/cam", "bob/mic"));
            }
            ann.receives.awaitMedia(OPUS, VP8, SOON);
            bob.receives.awaitMedia(OPUS, VP8, SOON);
            goodbye(ann);
            goodbye(bob);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(History.story(node.events("three")))
                .endsWith("ScopeDisposed"));
        History.shouldBeSound(node.events("three"));
    }

    @Test
    void shouldMeetNativeClients() {
        try (TestClient nat = node.join("mixed", "native").publishing();
                WebLinkClient web = browser("mixed", "web").publishing()) {
            web.receives.awaitMedia(OPUS, VP8, SOON);
            nat.awaitFrames("web", "mic", 30, SOON);
            nat.awaitFrames("web", "cam", 30, SOON);
            web.send(Envelope.newBuilder()
                    .setRequestId(9)
                    .setMuteRequest(MuteRequest.newBuilder().setTrackId("mic").setMuted(true)));
            nat.until("the mute is known", SOON, () -> nat.connection.users().stream()
                    .flatMap(u -> u.tracks().stream())
                    .anyMatch(t -> t.trackId().equals("mic") && t.muted()));
        }
    }

    @Test
    void shouldRefuseASectionWhoseTrackWasNotPublished() {
        try (WebLinkClient web = browser("strange", "web")) {
            var refusal = web.awaitRefusal(web.offer("mic", "cam"));
            assertThat(refusal.getReason()).isEqualTo(RefusalReason.BAD_REQUEST);
            assertThat(refusal.getText()).contains("mid \"0\"");
            web.publishing();
        }
    }

    @Test
    void shouldRestartIceOnRequest() {
        try (TestClient nat = node.join("ice", "native").publishing();
                WebLinkClient web = browser("ice", "web")) {
            web.receives.awaitMedia(OPUS, VP8, SOON);
            var before = web.descriptions(PeerRole.PEER_ROLE_SUBSCRIBER);
            web.send(Envelope.newBuilder()
                    .setRequestId(5)
                    .setWebRestartRequest(WebRestartRequest.newBuilder().setRole(PeerRole.PEER_ROLE_SUBSCRIBER)));
            await().atMost(SOON)
                    .until(() -> web.descriptions(PeerRole.PEER_ROLE_SUBSCRIBER).size() > before.size());
            var after = web.descriptions(PeerRole.PEER_ROLE_SUBSCRIBER);
            assertThat(ufrag(after.get(after.size() - 1).getSdp()))
                    .isNotEqualTo(ufrag(before.get(0).getSdp()));
            web.receives.awaitMedia(OPUS, VP8, SOON);
            assertThat(nat.errors).isEmpty();
        }
    }

    /** The link breaks, the node lives: peer connections carry on, and the same participant comes back by its ticket. */
    @Test
    void shouldResumeByItsTicketWhileMediaGoesOn() throws Exception {
        double before = node.metric("mediascope_web_connections");
        try (TestClient nat = node.join("resume", "native").publishing();
                WebLinkClient web = browser("resume", "web").publishing();
                WebLinkClient other = browser("resume", "other")) {
            web.receives.awaitMedia(OPUS, VP8, SOON);
            other.receives.awaitMedia(OPUS, VP8, SOON);
            nat.awaitFrames("web", "cam", 25, SOON);
            assertThat(node.metric("mediascope_web_connections") - before).isEqualTo(3);
            AuthResponse first = web.welcome();
            double handshakes = node.metric("mediascope_web_handshakes_total");

            web.breakLink();
            web.receives.awaitMedia(OPUS, VP8, SOON);
            other.receives.awaitMedia(OPUS, VP8, SOON);
            web.resume();

            AuthResponse second = web.welcome();
            assertThat(second.getResumed()).isTrue();
            assertThat(second.getSessionId()).isEqualTo(first.getSessionId());
            assertThat(second.getLinkEpoch()).isGreaterThan(first.getLinkEpoch());
            assertThat(second.getResumeTicket()).isNotEqualTo(first.getResumeTicket());
            nat.until("native is told", SOON, () -> nat.seen("userReconnected").contains("web"));
            nat.awaitFrames("web", "cam", 50, SOON);
            web.receives.awaitMedia(OPUS, VP8, SOON);
            other.receives.awaitMedia(OPUS, VP8, SOON);
            await().atMost(SOON).untilAsserted(() -> assertThat(restarts(web)).isEqualTo(2));
            assertThat(node.metric("mediascope_web_connections") - before).isEqualTo(3);
            assertThat(node.metric("mediascope_web_handshakes_total"))
                    .as("ICE was restarted, the connections are the same")
                    .isEqualTo(handshakes);
            assertThat(nat.seen("left")).isEmpty();
            goodbye(web);
            goodbye(other);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(History.story(node.events("resume")))
                .endsWith("ScopeDisposed"));
        List<PublicEvent> events = node.events("resume");
        History.shouldBeSound(events);
        assertThat(History.of(events, "ParticipantReconnected"))
                .singleElement()
                .satisfies(e -> assertThat(History.field(e, "userId")).hasValue("web"));
        await().atMost(SOON).untilAsserted(() -> assertThat(node.metric("mediascope_web_connections"))
                .isEqualTo(before));
    }

    /** ICE restarts that the node has asked for and seen through: both sides of each connection have new credentials. */
    private static long restarts(WebLinkClient web) {
        long publisher = web.descriptions(PeerRole.PEER_ROLE_PUBLISHER).stream()
                .map(d -> ufrag(d.getSdp()))
                .distinct()
                .count();
        long subscriber = web.descriptions(PeerRole.PEER_ROLE_SUBSCRIBER).stream()
                .map(d -> ufrag(d.getSdp()))
                .distinct()
                .count();
        return publisher - 1 + subscriber - 1;
    }

    /** A ticket is good until its successor was used. */
    @Test
    void shouldNotResumeByAnOldTicket() {
        try (WebLinkClient web = browser("ticket", "web").publishing()) {
            AuthResponse first = web.welcome();
            web.breakLink();
            web.resume().breakLink();
            web.resume();
            Refusal refused = web.refusedWith(first.getResumeTicket());
            assertThat(refused.getReason()).isEqualTo(RefusalReason.TICKET_INVALID);
            assertThat(web.welcome().getSessionId()).isEqualTo(first.getSessionId());
            goodbye(web);
        }
    }

    private static String ufrag(String sdp) {
        return io.mediascope.load.light.WebSdp.node(sdp).ice().ufrag();
    }
}
