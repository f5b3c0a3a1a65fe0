package io.mediascope.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.cluster.typed.Cluster;
import io.mediascope.cluster.ClusterKit;
import io.mediascope.cluster.MediascopeNode;
import io.mediascope.cluster.member.DeathReports.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeathReportsTest {
    /** Less than what the failure detector and the split brain resolver need together: 2 s of silence and 3 s of calm. */
    private static final Duration AT_ONCE = Duration.ofMillis(2_500);

    @TempDir
    Path folder;

    @Test
    void shouldTakeOutExactlyTheLifeThatEnded() {
        try (ClusterKit cluster = ClusterKit.start(folder, Map.of(), "eu", "eu", "us")) {
            MediascopeNode told = cluster.node(0);
            MemberId gone = cluster.node(2).member();

            assertThat(told.reportDeath(new MemberId(gone.host(), gone.port(), gone.uid() + 1)))
                    .as("another life at the address")
                    .isEqualTo(Outcome.NOT_A_MEMBER);
            assertThat(told.reportDeath(told.member())).isEqualTo(Outcome.OWN);
            assertThat(members(told)).isEqualTo(3);

            assertThat(told.reportDeath(gone)).isEqualTo(Outcome.DOWNED);
            await().atMost(AT_ONCE).until(() -> members(told) == 2 && members(cluster.node(1)) == 2);
            assertThat(told.reportDeath(gone)).isEqualTo(Outcome.NOT_A_MEMBER);
        }
    }

    private static long members(MediascopeNode node) {
        return StreamSupport.stream(
                        Cluster.get(node.system()).state().getMembers().spliterator(), false)
                .count();
    }
}
