package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.PipeRoute;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.HopDirection;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two relays of one scope, joined by a pipe: anna is at the old one, bob and carl each at one of them. */
class PipeTest {
    private static final SrtpKey TO_OLD =
            StreamKeyDerivation.hop(TestClient.SECRET, "~pipe", 0, 7, HopDirection.CLIENT_TO_NODE);
    private static final SrtpKey TO_NEW =
            StreamKeyDerivation.hop(TestClient.SECRET, "~pipe", 0, 7, HopDirection.NODE_TO_CLIENT);
    private static final StunCredentials AT_OLD = new StunCredentials("00atold", "password at the old relay");
    private static final StunCredentials AT_NEW = new StunCredentials("00atnew", "password at the new relay");

    private TestScope old;
    private TestScope next;
    private TestClient anna;
    private TestClient bob;
    private TestClient carl;
    private RouteStream audio;
    private RouteStream video;

    @BeforeEach
    void start() {
        old = new TestScope();
        next = new TestScope();
        anna = old.client("anna");
        bob = old.client("bob");
        carl = next.client("carl");
        audio = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        video = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
        for (TestClient receiver : List.of(bob, carl)) {
            receiver.expect(audio);
            receiver.expect(video);
        }
        old.routes(annaRoute(), bob.route(List.of(), RouteSubscription.ALL), pipe(AT_OLD, AT_NEW, next, false));
        next.routes(annaRoute(), carl.route(List.of(), RouteSubscription.ALL), pipe(AT_NEW, AT_OLD, old, true));
        anna.connect(old.endpoints());
        bob.connect(old.endpoints());
        carl.connect(next.endpoints());
        await().until(() -> old.count(RelayCounter.STUN_IN) >= 6 && next.count(RelayCounter.STUN_IN) >= 4);
    }

    @AfterEach
    void stop() {
        assertThat(old.count(RelayCounter.INTERNAL_ERROR)).isZero();
        assertThat(next.count(RelayCounter.INTERNAL_ERROR)).isZero();
        old.close();
        next.close();
    }

    private RouteParticipant annaRoute() {
        return anna.route(List.of(audio, video), RouteSubscription.NONE);
    }

    private static RouteParticipant pipe(StunCredentials here, StunCredentials there, TestScope other, boolean atNew) {
        HopKeys keys =
                atNew ? new HopKeys(0x9002, 0x9001, TO_NEW, TO_OLD) : new HopKeys(0x9001, 0x9002, TO_OLD, TO_NEW);
        InetSocketAddress toAudio = other.endpoints().audio().get(0);
        InetSocketAddress toVideo = other.endpoints().video().get(0);
        PipeRoute far = new PipeRoute(
                toAudio.getAddress().getHostAddress(),
                toAudio.getPort(),
                toVideo.getAddress().getHostAddress(),
                toVideo.getPort(),
                there,
                "",
                !atNew);
        return new RouteParticipant(
                "~pipe", "~pipe", 0, here, keys, List.of(), RouteSubscription.ALL, false, false, far);
    }

    private void send(RouteStream stream, int seq, TestScope to) {
        MediaType type = stream.kind().mediaType();
        TestClient.send(
                anna.sockets.get(type),
                anna.seal(stream, seq, seq * 960L, new byte[] {1, 2, 3, (byte) seq}),
                TestClient.endpoint(to.endpoints(), type));
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldCarryStreamsVerbatimToTheOtherRelay() {
        for (int i = 0; i < 50; i++) {
            send(audio, i, old);
            send(video, i, old);
        }
        carl.await(() -> carl.count(audio) == 50 && carl.count(video) == 50);
        bob.await(() -> bob.count(audio) == 50 && bob.count(video) == 50);
        assertThat(carl.sequenceNumbers(audio)).isEqualTo(numbers(0, 50));
        assertThat(carl.ciphertexts).containsExactlyInAnyOrderElementsOf(bob.ciphertexts);
        assertThat(carl.authFailures).hasValue(0);
    }

    @Test
    void shouldGoOnWithoutALossOrADuplicateWhenThePublisherChangesOver() {
        for (int i = 0; i < 30; i++) {
            send(audio, i, old);
        }
        carl.await(() -> carl.count(audio) == 30);
        anna.connect(next.endpoints());
        for (int i = 30; i < 60; i++) {
            send(audio, i, next);
        }
        carl.await(() -> carl.count(audio) == 60);
        bob.await(() -> bob.count(audio) == 60);
        assertThat(bob.sequenceNumbers(audio)).isEqualTo(numbers(0, 60));
        assertThat(carl.sequenceNumbers(audio)).isEqualTo(numbers(0, 60));
        assertThat(bob.authFailures.get() + carl.authFailures.get()).isZero();
    }

    /** A packet that came back would be refused there as a replay. */
    @Test
    void shouldReturnNothingToWhereItCameFrom() {
        for (int i = 0; i < 100; i++) {
            send(audio, i, old);
        }
        carl.await(() -> carl.count(audio) == 100);
        bob.await(() -> bob.count(audio) == 100);
        assertThat(old.count(RelayCounter.RTP_REPLAYED)).isZero();
        assertThat(old.count(RelayCounter.RTP_IN)).isEqualTo(100);
        assertThat(next.count(RelayCounter.RTP_IN)).isEqualTo(100);
    }

    @Test
    void shouldAskThePublisherForAKeyFrameThroughThePipe() {
        send(video, 1, old);
        carl.await(() -> carl.count(video) == 1);
        anna.pumpFor(600);
        long before = anna.plis.get();
        carl.sendRtcp(next.endpoints(), MediaType.VIDEO, w -> w.pli(carl.hop.clientSsrc(), video.ssrc()));
        anna.await(() -> anna.plis.get() > before);
    }

    @Test
    void shouldRepairALossOnTheFirstHopForBoth() {
        send(audio, 1, old);
        carl.await(() -> carl.count(audio) == 1);
        byte[] lost = anna.seal(audio, 2, 2 * 960L, new byte[] {9});
        send(audio, 3, old);
        anna.await(() -> anna.nacked.contains(2));
        TestClient.send(anna.sockets.get(MediaType.AUDIO), lost, TestClient.endpoint(old.endpoints(), MediaType.AUDIO));
        carl.await(() -> carl.count(audio) == 3);
        bob.await(() -> bob.count(audio) == 3);
    }

    @Test
    void shouldTakeStreamsFromNobodyElse() {
        TestClient stranger = next.client("stranger");
        TestClient.send(
                stranger.sockets.get(MediaType.AUDIO),
                anna.seal(audio, 1, 960, new byte[] {1}),
                TestClient.endpoint(next.endpoints(), MediaType.AUDIO));
        await().until(() -> next.count(RelayCounter.RTP_WRONG_SENDER) == 1);
        assertThat(next.count(RelayCounter.RTP_IN)).isZero();
    }
}
