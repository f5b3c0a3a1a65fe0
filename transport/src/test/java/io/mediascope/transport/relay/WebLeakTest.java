package io.mediascope.transport.relay;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.transport.LeakWatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Web participants that end in the middle of everything, under Netty's strictest leak detector. */
class WebLeakTest {
    private static final int ROUNDS = 4;

    @RegisterExtension
    private final LeakWatch leaks = new LeakWatch();

    @Test
    void shouldLeakNoBuffer() {
        for (int i = 0; i < ROUNDS; i++) {
            round(i % 2 == 0);
        }
        leaks.assertNothingLeaked();
    }

    /** @param leave whether the participants leave before the engine stops */
    private static void round(boolean leave) {
        try (TestScope scope = new TestScope()) {
            TestClient anna = scope.client("anna");
            TestClient ben = scope.client("ben");
            TestClient carl = scope.client("carl");
            RouteStream video = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
            carl.expect(video);
            scope.routes(
                    WebFixture.web(anna, List.of(video)),
                    WebFixture.web(ben, List.of()),
                    carl.route(List.of(), RouteSubscription.ALL));
            carl.connect(scope.endpoints());
            TrackKey track = new TrackKey("user-anna", TrackKind.VIDEO.name());
            try (TestPeer publisher = new TestPeer(scope, "anna", PeerRole.PUBLISHER)
                            .connect(TestPeer.video("v", track, new WebEncoding("", LayerName.HIGH, 0x102, 0)));
                    TestPeer subscriber = new TestPeer(scope, "ben", PeerRole.SUBSCRIBER)
                            .connect(TestPeer.video("v", track, new WebEncoding("", LayerName.HIGH, 2, 3)))) {
                flow(publisher, subscriber);
                if (leave) {
                    scope.routes();
                    publisher.send(frame(30));
                    scope.statistics();
                }
            }
        }
    }

    private static void flow(TestPeer publisher, TestPeer subscriber) {
        for (int i = 0; i < 20; i++) {
            publisher.send(frame(i));
        }
        subscriber.awaitPackets(2, 20);
        int lost = subscriber.of(2).get(7).sequence();
        subscriber.sendRtcp(writer -> writer.nack(1, 2, new int[] {lost}, 1));
        subscriber.awaitPackets(3, 1);
    }

    private static byte[] frame(int i) {
        return WebFrames.rtp(TestPeer.VP8_TYPE, 0x102, i, 3000L * i, WebFrames.vp8(i == 0, i, i), "v", "", i);
    }
}
