package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebEncoding;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Web participants that end in the middle of everything, under Netty's strictest leak detector. */
class WebLeakTest {
    private static final int ROUNDS = 4;

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private ResourceLeakDetector.Level before;

    @BeforeEach
    void watch() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        detector.addAppender(reports);
    }

    @AfterEach
    void unwatch() {
        detector.detachAppender(reports);
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void shouldLeakNoBuffer() {
        for (int i = 0; i < ROUNDS; i++) {
            round(i % 2 == 0);
        }
        collect();
        assertThat(reports.list).isEmpty();
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

    /** The detector reports what the collector found when the next buffers are made. */
    private static void collect() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            for (int b = 0; b < 100; b++) {
                PooledByteBufAllocator.DEFAULT.directBuffer(1_200).release();
            }
        }
    }
}
