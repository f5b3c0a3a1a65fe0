package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.ClusterCut;
import io.mediascope.it.support.Jvm;
import io.mediascope.it.support.PartitionMain;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of three nodes loses the others while both sides still reach clients and Cassandra: what tempts two writers most. */
@Tag("slow")
@Timeout(600)
class PartitionTest {
    private static final int SECONDS = 540;

    @TempDir
    Path folder;

    @Test
    void shouldStopTheMinorityAndGoOnWithTheMajority() throws Exception {
        try (Jvm run = Jvm.start(ClusterCut.NAMESPACE, PartitionMain.class, folder.toString())) {
            int code = run.exit(SECONDS);
            run.lines.stream().filter(line -> line.startsWith("partition: ")).forEach(System.out::println);
            assertThat(code).as(String.join("\n", run.lines)).isZero();
        }
    }
}
