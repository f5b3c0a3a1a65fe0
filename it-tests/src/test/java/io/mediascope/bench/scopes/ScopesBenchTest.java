package io.mediascope.bench.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.Jvm;
import io.mediascope.ops.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small {@code ./mediascope bench scopes}: 20 scopes on two nodes with Cassandra, all processes of their own. */
@Tag("slow")
class ScopesBenchTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration DONE = Duration.ofSeconds(300);
    private static final int STOP_SECONDS = 60;

    @Test
    void shouldMeasureScopesThatAllLiveAndLoseNobody() throws IOException {
        Jvm bench = Jvm.start(
                List.of("env", "-C", ROOT.toString()),
                Main.class,
                "bench",
                "scopes",
                "--scopes",
                "20",
                "--nodes",
                "2",
                "--in-flight",
                "8",
                "--seconds",
                "2");
        try {
            await("the benchmark").atMost(DONE).until(() -> !bench.isAlive());

            assertThat(bench.lines).as("output").anyMatch(line -> line.startsWith("| everybody joins |"));
            assertThat(bench.lines).as("output").anyMatch(line -> line.startsWith("| everybody leaves"));
            assertThat(bench.lines)
                    .as("output")
                    .anyMatch(line -> line.startsWith("| a join: resolve, connect, Welcome | 40 |"))
                    .anyMatch(line -> line.contains("links lost: 0"));
        } finally {
            bench.stop(STOP_SECONDS);
        }
    }
}
