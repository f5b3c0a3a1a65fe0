package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.transport.relay.counters.RelayCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A web participant with keys may send any RTP and RTCP; none of it may make the loop fail. */
class WebMediaFuzzTest {
    private static TestScope scope;
    private static TestPeer publisher;
    private static TestPeer subscriber;
    private static int sequence;

    @BeforeAll
    static void start() {
        scope = new TestScope();
        TestClient anna = scope.client("anna");
        TestClient ben = scope.client("ben");
        TestClient carl = scope.client("carl");
        RouteStream video = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
        scope.routes(
                WebFixture.web(anna, List.of(video)),
                WebFixture.web(ben, List.of()),
                carl.route(List.of(), RouteSubscription.ALL));
        TrackKey track = new TrackKey("user-anna", TrackKind.VIDEO.name());
        publisher = new TestPeer(scope, "anna", PeerRole.PUBLISHER)
                .connect(TestPeer.video("v", track, new WebEncoding("", LayerName.HIGH, 0x102, 0x103)));
        subscriber = new TestPeer(scope, "ben", PeerRole.SUBSCRIBER)
                .connect(TestPeer.video("v", track, new WebEncoding("", LayerName.HIGH, 0x202, 0x203)));
    }

    @AfterAll
    static void stop() {
        publisher.close();
        subscriber.close();
        scope.close();
    }

    @FuzzTest
    void shouldTakeAnyBytes(byte[] bytes) {
        if (bytes.length > 1400) {
            return;
        }
        media(bytes, TestPeer.VP8_TYPE, 0x102);
        media(bytes, TestPeer.RTX_TYPE, 0x103);
        control(publisher, bytes);
        control(subscriber, bytes);
        scope.statistics();
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
    }

    /** The bytes as extension and payload: the first one says where one ends and the other begins. */
    private static void media(byte[] bytes, int payloadType, int ssrc) {
        int words = bytes.length == 0 ? 0 : Math.min(bytes[0] & 0x0F, bytes.length / 4);
        byte[] packet = new byte[16 + bytes.length];
        sequence++;
        RtpHeader.write(packet, 0, payloadType, true, sequence & 0xFFFF, sequence * 3000L, ssrc);
        packet[0] |= (byte) (bytes.length > 0 && bytes[0] < 0 ? 0x30 : 0x10);
        packet[12] = (byte) 0xBE;
        packet[13] = (byte) 0xDE;
        packet[15] = (byte) words;
        System.arraycopy(bytes, 0, packet, 16, bytes.length);
        publisher.send(packet);
    }

    private static void control(TestPeer peer, byte[] bytes) {
        if (bytes.length < 8) {
            return;
        }
        byte[] packet = bytes.clone();
        // Without version 2 and a type of RTCP it cannot be sealed.
        packet[0] = (byte) (0x80 | (packet[0] & 0x3F));
        packet[1] = (byte) (0xC0 | (packet[1] & 0x1F));
        try {
            peer.light.sendRtcp(packet, packet.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
