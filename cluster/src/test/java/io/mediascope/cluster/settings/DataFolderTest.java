package io.mediascope.cluster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
}
