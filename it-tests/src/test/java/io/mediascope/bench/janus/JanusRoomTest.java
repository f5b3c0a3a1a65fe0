package io.mediascope.bench.janus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer that the benchmark compares with; `./mediascope test` installs it. */
@Tag("real")
class JanusRoomTest {
    private static final int RECEIVERS = 2;
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void shouldForwardEveryPacketToEveryReceiver() throws IOException {
        assertThat(JanusRoom.available())
                .as("Janus (Debian: janus) is installed")
                .isTrue();
        try (JanusRoom room = JanusRoom.open(folder, RECEIVERS, 1200)) {
            room.publisher().pace(5, 20);
            await("packets").atMost(SOON).until(() -> room.received() > 100);
            room.publisher().pace(0, 20);
            await("the last ones")
                    .atMost(SOON)
                    .until(() -> room.received() == room.publisher().sent() * RECEIVERS);
        }
    }
}
