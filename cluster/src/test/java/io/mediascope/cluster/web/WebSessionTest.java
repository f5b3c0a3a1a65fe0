package io.mediascope.cluster.web;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.TrackInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSessionTest {
    private static final String OFFER =
            """
            v=0
            o=- %s 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=sendonly
            a=rtcp-mux
            a=ice-ufrag:%s
            a=ice-pwd:0123456789012345678901
            a=fingerprint:sha-256 %s
            a=setup:actpass
            a=rtpmap:111 opus/48000/2
            """;
    private static final String FINGERPRINT = "00:".repeat(31) + "00";

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config()
            .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
            .withFallback(ConfigFactory.load()));
    private final ManualTime time = ManualTime.get(kit.system());
    private final NodeCounters counters = new NodeCounters();
    private final FakePeers peers = new FakePeers();
    private final TestProbe<Object> client = kit.createTestProbe();
    private final WebPorts ports = new WebPorts(
            scope -> Optional.empty(),
            List.of(new IceCandidate(true, "192.0.2.1", 7443)),
            new CodecPolicy(List.of(Codec.OPUS, Codec.VP8, Codec.VP9)),
            Duration.ofSeconds(35),
            counters,
            System::nanoTime,
            new Random(1));
    private final Client link = new Client();
    private final ActorRef<WebCommand> session =
            kit.spawn(WebSession.create("s1", "ann", true, peers.relay(), ports, () -> {}));

    private record Described(PeerRole role, long revision, boolean answer, String sdp, List<WebTrack> sections) {}

    private record Restart(PeerRole role) {}

    private final class Client implements WebClient {
        @Override
        public void describe(PeerRole role, long revision, boolean answer, String sdp, List<WebTrack> sections) {
            client.ref().tell(new Described(role, revision, answer, sdp, sections));
        }

        @Override
        public void restart(PeerRole role) {
            client.ref().tell(new Restart(role));
        }

        @Override
        public void refuse(long requestId, Refusal refusal) {
            client.ref().tell(refusal);
        }
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    private void attach() {
        session.tell(new WebCommand.Attached(
                link, List.of(new TrackInfo("mic", TrackKind.AUDIO, Codec.OPUS, List.of(layer()), "", false))));
    }

    private static TrackInfo.LayerInfo layer() {
        return new TrackInfo.LayerInfo(io.mediascope.media.model.LayerName.HIGH, 1, 1, 0, 0, 0, 0, List.of());
    }

    private void offer(long revision, String sdpSession, String ufrag, String track) {
        session.tell(new WebCommand.Offer(
                5, revision, OFFER.formatted(sdpSession, ufrag, FINGERPRINT), List.of(new WebTrack("0", "", track))));
    }

    @Test
    void shouldAnswerOffersAndIgnoreOldOnes() {
        attach();
        offer(3, "1", "abcd", "mic");
        Described answer = client.expectMessageClass(Described.class);
        assertThat(answer.role()).isEqualTo(PeerRole.PUBLISHER);
        assertThat(answer.revision()).isEqualTo(3);
        assertThat(answer.answer()).isTrue();
        assertThat(answer.sdp()).contains("a=recvonly", "typ host tcptype passive", "7443");
        assertThat(peers.last(PeerRole.PUBLISHER)
                        .applied
                        .get(0)
                        .sections()
                        .get(0)
                        .track())
                .isEqualTo(new TrackKey("ann", "mic"));
        offer(2, "1", "abcd", "mic");
        client.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldNameTheSectionWhoseTrackIsUnknown() {
        attach();
        offer(1, "1", "abcd", "cam");
        Refusal refusal = client.expectMessageClass(Refusal.class);
        assertThat(refusal.reason()).isEqualTo(RefusalReason.BAD_REQUEST);
        assertThat(refusal.text()).contains("mid \"0\"");
    }

    @Test
    void shouldRestartIceWithTheClientsNewCredentials() {
        attach();
        offer(1, "1", "abcd", "mic");
        client.expectMessageClass(Described.class);
        offer(2, "1", "efgh", "mic");
        assertThat(client.expectMessageClass(Described.class).sdp()).contains("a=ice-ufrag:00ufrag1");
        assertThat(peers.last(PeerRole.PUBLISHER).restarts).isEqualTo(1);
    }

    @Test
    void shouldWantANewConnectionInThePlaceOfOneThatIsOver() {
        attach();
        offer(1, "1", "abcd", "mic");
        client.expectMessageClass(Described.class);
        peers.last(PeerRole.PUBLISHER).listener.failed("no consent");
        client.expectMessage(new Restart(PeerRole.PUBLISHER));
        offer(2, "1", "abcd", "mic");
        assertThat(client.expectMessageClass(Refusal.class).reason()).isEqualTo(RefusalReason.WRONG_STATE);
        offer(3, "2", "abcd", "mic");
        client.expectMessageClass(Described.class);
        assertThat(peers.opened).filteredOn(p -> p.role == PeerRole.PUBLISHER).hasSize(2);
    }

    @Test
    void shouldOfferOnceForWhatComesTogetherAndWaitForTheAnswer() {
        attach();
        FakePeers.Peer peer = subscriber();
        peer.listener.tracksWanted(List.of(track("bob")));
        peer.listener.tracksWanted(List.of(track("bob"), track("cat")));
        Described first = offered();
        assertThat(first.sections()).hasSize(2);
        peer.listener.tracksWanted(List.of(track("bob"), track("cat"), track("dan")));
        settle();
        client.expectNoMessage(Duration.ofMillis(50));
        answer(first);
        assertThat(offered().sections()).hasSize(3);
        assertThat(peer.applied).hasSize(1);
    }

    @Test
    void shouldReturnToUdpByRestarts() {
        attach();
        FakePeers.Peer peer = subscriber();
        peer.listener.tracksWanted(List.of(track("bob")));
        Described first = offered();
        answer(first);
        peer.listener.connected(true);
        settle();
        time.timePasses(Duration.ofSeconds(6));
        Described restart = offered();
        assertThat(restart.sdp()).contains("a=ice-ufrag:00ufrag1");
        answer(restart);
        peer.listener.connected(false);
        settle();
        time.timePasses(Duration.ofSeconds(120));
        client.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void shouldGoOnOverANewLinkAndEndWithoutOne() {
        attach();
        FakePeers.Peer peer = subscriber();
        peer.listener.tracksWanted(List.of(track("bob")));
        answer(offered());
        session.tell(new WebCommand.Detached(link));
        settle();
        time.timePasses(Duration.ofSeconds(20));
        attach();
        assertThat(offered().sdp()).contains("a=ice-ufrag:00ufrag1");
        assertThat(peer.closed).isFalse();
        session.tell(new WebCommand.Detached(link));
        settle();
        time.timePasses(Duration.ofSeconds(36));
        client.expectTerminated(session);
        assertThat(peer.closed).isTrue();
    }

    @Test
    void shouldBoundDescriptionsByNumberAndLength() {
        attach();
        session.tell(new WebCommand.Offer(5, 1, "x".repeat(200_000), List.of()));
        assertThat(client.expectMessageClass(Refusal.class).reason()).isEqualTo(RefusalReason.MESSAGE_TOO_LARGE);
        for (int i = 2; i < 40; i++) {
            session.tell(new WebCommand.Offer(5, i, "v=0", List.of()));
        }
        Refusal last = client.expectMessageClass(Refusal.class);
        while (last.reason() == RefusalReason.BAD_REQUEST) {
            last = client.expectMessageClass(Refusal.class);
        }
        assertThat(last.reason()).isEqualTo(RefusalReason.RATE_LIMITED);
        assertThat(counters.get(NodeCounter.WEB_OFFERS_REFUSED)).isPositive();
    }

    private FakePeers.Peer subscriber() {
        settle();
        return peers.last(PeerRole.SUBSCRIBER);
    }

    /** Waits until the session has nothing more to do now. */
    private void settle() {
        kit.createTestProbe().expectNoMessage(Duration.ofMillis(50));
    }

    private Described offered() {
        settle();
        time.timePasses(Duration.ofMillis(60));
        return client.expectMessageClass(Described.class);
    }

    private void answer(Described offer) {
        StringBuilder sdp = new StringBuilder("v=0\no=- 9 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE");
        offer.sections().forEach(s -> sdp.append(' ').append(s.mid()));
        offer.sections().forEach(s -> sdp.append("\nm=audio 9 UDP/TLS/RTP/SAVPF 111\nc=IN IP4 0.0.0.0\na=mid:")
                .append(s.mid())
                .append("\na=recvonly\na=rtcp-mux\na=ice-ufrag:wxyz\na=ice-pwd:0123456789012345678901\n")
                .append("a=fingerprint:sha-256 ")
                .append(FINGERPRINT)
                .append("\na=setup:active\na=rtpmap:111 opus/48000/2"));
        session.tell(new WebCommand.ClientAnswer(
                6, offer.revision(), sdp.append('\n').toString()));
    }

    private static WantedTrack track(String user) {
        return new WantedTrack(new TrackKey(user, "mic"), TrackKind.AUDIO, Codec.OPUS);
    }
}
