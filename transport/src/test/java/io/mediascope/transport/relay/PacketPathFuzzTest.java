package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Any bytes may reach the loop, as a datagram or over a media connection; none may make it fail. */
class PacketPathFuzzTest {
    private static TestScope scope;
    private static TestClient anna;

    @BeforeAll
    static void start() {
        scope = new TestScope();
        anna = scope.client("anna");
        RouteStream audio = anna.stream(TrackKind.AUDIO, LayerName.HIGH, 0x11);
        RouteStream video = anna.stream(TrackKind.VIDEO, LayerName.HIGH, 0x22);
        scope.routes(anna.route(List.of(audio, video), RouteSubscription.ALL));
        anna.connect(scope.endpoints());
    }

    @AfterAll
    static void stop() {
        scope.close();
    }

    @FuzzTest
    void shouldTakeAnyBytes(byte[] bytes) {
        if (bytes.length <= 1600) {
            TestClient.send(
                    anna.sockets.get(MediaType.AUDIO),
                    bytes,
                    scope.endpoints().audio().get(0));
        }
        scope.relay.received("anna", MediaType.VIDEO, Unpooled.copiedBuffer(bytes));
        CompletableFuture<RelayStatistics> read = new CompletableFuture<>();
        scope.relay.statistics(read::complete);
        read.orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(scope.count(RelayCounter.INTERNAL_ERROR)).isZero();
    }
}
