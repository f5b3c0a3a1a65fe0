package io.mediascope.transport.relay;

import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayLoopTest {
    private final TestScope scope = new TestScope();

    @AfterEach
    void stop() {
        scope.close();
    }

    /** A media connection of which every flush fails. */
    private static final class FailingChannel implements MediaChannel {
        @Override
        public boolean offer(MediaType type, ByteBuf packet) {
            packet.release();
            return true;
        }

        @Override
        public void flush() {
            throw new IllegalStateException("meant to fail");
        }

        @Override
        public boolean behind() {
            return false;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldKeepTimersWhenSendingFails() {
        TestClient anna = scope.client("anna");
        TestClient bob = scope.client("bob");
        RouteStream audio = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        scope.routes(anna.route(List.of(audio), RouteSubscription.ALL), bob.route(List.of(), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
        scope.relay.attach("bob", new FailingChannel());
        scope.relay.selected("bob", MediaType.AUDIO, 1);
        await().until(() -> scope.transports.contains("bob AUDIO TCP"));
        int next = 0;
        TestClient.send(
                anna.sockets.get(MediaType.AUDIO),
                anna.seal(audio, next++, 0, new byte[10]),
                scope.endpoints().audio().get(0));
        // The announcement to bob is repeated by the timer, whose flush fails each time.
        await().until(() -> scope.count(RelayCounter.INTERNAL_ERROR) > 3);

        long reports = anna.receiverReports.get();
        for (int i = 0; i < 3; i++) {
            TestClient.send(
                    anna.sockets.get(MediaType.AUDIO),
                    anna.seal(audio, next, next++ * 960L, new byte[10]),
                    scope.endpoints().audio().get(0));
        }
        anna.await(() -> anna.receiverReports.get() > reports);
    }
}
