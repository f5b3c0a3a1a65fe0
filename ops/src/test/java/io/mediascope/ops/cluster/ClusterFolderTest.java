package io.mediascope.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.ops.cluster.ClusterState.Node;
import io.mediascope.ops.cluster.ClusterState.NodePorts;
import io.mediascope.ops.cluster.ClusterState.Storage;
import io.mediascope.ops.node.ProcessRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {
    @TempDir
    Path dir;

    @Test
    void shouldKeepTheStateFromOthers() throws IOException {
        ClusterFolder folder = ClusterFolder.of(dir.resolve("cluster"));
        ClusterState state = state(ProcessRef.own());

        folder.create();
        folder.write(state);

        assertThat(folder.running()).contains(state);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.stateFile())))
                .isEqualTo("rw-------");
        assertThat(state.toString() + state.storage()).doesNotContain("secret");
    }

    @Test
    void shouldTellADeadSupervisorFromALivingOne() throws IOException {
        ClusterFolder folder = ClusterFolder.of(dir);
        folder.write(state(new ProcessRef(ProcessRef.own().pid(), 1)));

        assertThat(folder.read()).isPresent();
        assertThat(folder.running()).isEmpty();
    }

    @Test
    void shouldEndWhatADeadSupervisorLeft() throws Exception {
        Process left = new ProcessBuilder("sleep", "60").start();
        ProcessRef ref = ProcessRef.of(left.toHandle());
        ref.freeze();

        assertThat(Leftovers.end(state(ProcessRef.own(), ref))).isEqualTo(1);

        assertThat(left.isAlive()).isFalse();
        assertThat(Leftovers.of(state(ProcessRef.own(), ref))).isEmpty();
    }

    private static ClusterState state(ProcessRef supervisor) {
        return state(supervisor, new ProcessRef(ProcessRef.own().pid(), 1));
    }

    private static ClusterState state(ProcessRef supervisor, ProcessRef cassandra) {
        Storage storage = new Storage(cassandra, "127.0.0.1:9042", "jdbc:h2:tcp://…;PASSWORD=secret");
        Node node = new Node(1, "eu", new NodePorts(1, 2, 3), NodeStatus.STOPPED, null, 0);
        return new ClusterState(supervisor, true, 4, "secret", "AB:CD", storage, List.of(node));
    }
}
