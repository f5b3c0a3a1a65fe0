package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a web publisher does to its numbers, no index of its stream is sealed twice, and nothing leaves in the clear. */
class WebSealingTest {
    private static final int MEDIA = 0x102;
    private static final int RTX = 0x103;

    private final byte[] wrapped = new byte[42];
    private int rtxSequence;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSealNoIndexTwice(long seed) {
        Random random = new Random(seed);
        try (TestScope scope = new TestScope()) {
            TestClient anna = scope.client("anna");
            TestClient webber = scope.client("webber");
            RouteStream video = webber.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
            anna.expect(video);
            RouteParticipant receiver = anna.route(List.of(), RouteSubscription.ALL);
            scope.routes(WebFixture.web(webber, List.of(video), RouteSubscription.NONE), receiver);
            anna.connect(scope.endpoints());
            try (TestPeer publisher = publisher(scope, webber, MEDIA)) {
                send(publisher, random, MEDIA, 60_000 + random.nextInt(10_000), anna);
            }
            // The stream leaves the routes and comes back under the same key, then goes on under other SSRCs.
            scope.routes(WebFixture.web(webber, List.of(), RouteSubscription.NONE), receiver);
            scope.routes(WebFixture.web(webber, List.of(video), RouteSubscription.NONE), receiver);
            try (TestPeer publisher = publisher(scope, webber, MEDIA + 16)) {
                send(publisher, random, MEDIA + 16, random.nextInt(65_536), anna);
            }
            assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
            assertThat(anna.authFailures).hasValue(0);
            assertThat(anna.received.get(video.ssrc()).size()).isGreaterThan(400);
            assertNoIndexTwice(anna.ciphertexts);
            assertThat(anna.ciphertexts).noneMatch(WebSealingTest::showsPayload);
        }
    }

    private void send(TestPeer publisher, Random random, int ssrc, int first, TestClient anna) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            order.add(first + i);
        }
        for (int i = 0; i + 8 < order.size(); i += 8) {
            Collections.shuffle(order.subList(i, i + 8), random);
        }
        Set<Integer> seen = new HashSet<>();
        for (int sequence : order) {
            if (random.nextInt(10) > 0 && seen.add(sequence)) {
                publisher.send(WebFrames.rtp(
                        TestPeer.VP8_TYPE, ssrc, sequence & 0xFFFF, 3000L * sequence, frame(sequence), "1", "", -1));
            }
            if (random.nextInt(5) == 0) {
                again(publisher, ssrc, first + random.nextInt(sequence - first + 1));
            }
            anna.pumpFor(sequence % 50 == 0 ? 5 : 0);
        }
        anna.pumpFor(100);
    }

    /** RTX of a packet that may have come already, or not. */
    private void again(TestPeer publisher, int ssrc, int sequence) {
        wrapped[0] = (byte) (sequence >> 8);
        wrapped[1] = (byte) sequence;
        System.arraycopy(frame(sequence), 0, wrapped, 2, 40);
        rtxSequence++;
        publisher.send(WebFrames.rtp(
                TestPeer.RTX_TYPE, ssrc + RTX - MEDIA, rtxSequence, 3000L * sequence, wrapped, "1", "", -1));
    }

    private static byte[] frame(int sequence) {
        byte[] frame = WebFrames.vp8(true, sequence & 0x7FFF, sequence);
        Arrays.fill(frame, 8, frame.length, (byte) 0x5A);
        return frame;
    }

    private static boolean showsPayload(byte[] packet) {
        int run = 0;
        for (byte b : packet) {
            run = b == 0x5A ? run + 1 : 0;
            if (run == 8) {
                return true;
            }
        }
        return false;
    }

    /** The sequence numbers are of at most one turn, so they tell the indices apart but for the rollover counter. */
    private static void assertNoIndexTwice(List<byte[]> packets) {
        Set<String> tags = new HashSet<>();
        List<Integer> numbers = new ArrayList<>();
        for (byte[] packet : packets) {
            if (tags.add(Arrays.toString(Arrays.copyOfRange(packet, packet.length - 17, packet.length)))) {
                numbers.add(RtpHeader.sequenceNumber(packet, 0));
            }
        }
        assertThat(numbers).doesNotHaveDuplicates();
    }

    private static TestPeer publisher(TestScope scope, TestClient client, int ssrc) {
        WebEncoding encoding = new WebEncoding("", LayerName.HIGH, ssrc, ssrc + RTX - MEDIA);
        TrackKey track = new TrackKey("user-" + client.sessionId, TrackKind.VIDEO.name());
        return new TestPeer(scope, client.sessionId, PeerRole.PUBLISHER).connect(TestPeer.video("1", track, encoding));
    }
}
