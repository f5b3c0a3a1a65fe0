package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scope with a native client, a web participant and what both publish: real sockets, real DTLS. */
abstract class WebFixture {
    static final int AUDIO_OUT = 0x5001;
    static final int VIDEO_OUT = 0x5002;
    static final int RTX_OUT = 0x5003;

    final List<TestPeer> peers = new ArrayList<>();
    TestScope scope;
    TestClient anna;
    TestClient webber;
    RouteStream audio;
    RouteStream video;

    @BeforeEach
    void start() {
        scope = new TestScope();
        anna = scope.client("anna");
        webber = scope.client("webber");
        audio = webber.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        video = webber.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
    }

    @AfterEach
    void stop() {
        peers.forEach(TestPeer::close);
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
        scope.close();
    }

    static RouteParticipant web(TestClient client, List<RouteStream> streams) {
        return web(client, streams, RouteSubscription.ALL);
    }

    static RouteParticipant web(TestClient client, List<RouteStream> streams, RouteSubscription subscription) {
        return new RouteParticipant(
                client.sessionId,
                "user-" + client.sessionId,
                1,
                client.stun,
                client.hop,
                streams,
                subscription,
                false,
                true,
                null);
    }

    static TrackKey track(TestClient client, TrackKind kind) {
        return new TrackKey("user-" + client.sessionId, kind.name());
    }

    TestPeer peer(TestClient client, PeerRole role) {
        TestPeer peer = new TestPeer(scope, client.sessionId, role);
        peers.add(peer);
        return peer;
    }

    /** A publisher whose SSRCs stand in SDP, as a WHIP client's. */
    TestPeer publisher(TestClient client) {
        return peer(client, PeerRole.PUBLISHER)
                .connect(
                        TestPeer.audio(
                                "0", track(client, TrackKind.AUDIO), new WebEncoding("", LayerName.HIGH, 0x101, 0)),
                        TestPeer.video(
                                "1",
                                track(client, TrackKind.VIDEO),
                                new WebEncoding("", LayerName.HIGH, 0x102, 0x103)));
    }

    TestPeer subscriber(TestClient client, TestClient publisher) {
        return peer(client, PeerRole.SUBSCRIBER).connect(sections(publisher));
    }

    /** What a subscriber plays of a publisher: its audio and its video. */
    static WebSection[] sections(TestClient publisher) {
        return new WebSection[] {
            TestPeer.audio("0", track(publisher, TrackKind.AUDIO), new WebEncoding("", LayerName.HIGH, AUDIO_OUT, 0)),
            TestPeer.video(
                    "1", track(publisher, TrackKind.VIDEO), new WebEncoding("", LayerName.HIGH, VIDEO_OUT, RTX_OUT))
        };
    }

    static byte[] opus(int i) {
        return WebFrames.rtp(TestPeer.OPUS_TYPE, 0x101, 500 + i, 960L * i, WebFrames.opus(i), "0", "", 2 * i);
    }

    static byte[] vp8(int i) {
        return WebFrames.rtp(
                TestPeer.VP8_TYPE, 0x102, 65_530 + i, 3000L * i, WebFrames.vp8(i == 0, i, i), "1", "", 2 * i + 1);
    }
}
