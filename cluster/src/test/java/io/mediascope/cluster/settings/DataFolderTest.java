package io.mediascope.cluster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void shouldLetOneNodeUseAFolder() {
        Path data = folder.resolve("data");
        try (DataFolder first = DataFolder.lock(data)) {
            assertThat(DataFolder.isHeld(data)).isTrue();
            assertThatThrownBy(() -> DataFolder.lock(data))
                    .isInstanceOf(NodeStartException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by another node");
            assertThat(first.path()).isEqualTo(data);
        }
        assertThat(DataFolder.isHeld(data)).isFalse();
        DataFolder.lock(data).close();
    }

    @Test
    void shouldKeepOthersOut() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataFolder.lock(open).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
                .isEqualTo("rwx------");
        Path fresh = folder.resolve("fresh");
        DataFolder.lock(fresh).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldNotCloseAFolderThatHoldsOtherThings() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.writeString(shared.resolve("other"), "");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        DataFolder.lock(shared).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwxrwxrwx");
    }

    /** Whatever an operator took away from the owner stays away. */
    @Test
    void shouldNotWidenAFolder() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("-wx------"));
        DataFolder.lock(closed).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
                .isEqualTo("-wx------");
    }
}
