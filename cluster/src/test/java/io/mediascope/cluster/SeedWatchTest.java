package io.mediascope.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class SeedWatchTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void shouldNameOnlyTheSeedsThatTakeNoConnection() throws Exception {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        try (ServerSocket seed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String there = "127.0.0.1:" + seed.getLocalPort();
            SeedWatch watch = SeedWatch.start(List.of("127.0.0.1:1", there, "[::1]:1"), SHORT, SHORT, said::add);
            try {
                await().until(() -> said.size() >= 2);
            } finally {
                watch.close();
            }
        }
        assertThat(said).containsOnly("seed not reachable: 127.0.0.1:1, [::1]:1");
    }
}
