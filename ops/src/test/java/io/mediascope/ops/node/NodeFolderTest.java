package io.mediascope.ops.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.member.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFolderTest {
    @TempDir
    Path dir;

    @Test
    void shouldWriteForTheOwnerOnly() throws IOException {
        NodeFolder folder = NodeFolder.of(dir);
        NodeFile file = file(ProcessHandle.current().pid(), NodeProcess.ownStartMs());

        folder.write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.nodeFile())))
                .isEqualTo("rw-------");
        assertThat(folder.runningNode()).contains(file);
        try (var files = Files.list(dir)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldKeepTheLogFromOthers() throws IOException {
        NodeFolder folder = NodeFolder.of(dir.resolve("fresh"));

        folder.createLog();
        Files.writeString(folder.log(), "kept");
        folder.createLog();

        assertThat(folder.log()).hasContent("kept");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.log())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldRecognizeADeadProcess() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        NodeFolder folder = NodeFolder.of(dir);
        folder.write(file(ended.pid(), 0));

        assertThat(folder.read()).isPresent();
        assertThat(folder.runningNode()).isEmpty();
    }

    @Test
    void shouldRecognizeAnotherProgramWithThePid() throws IOException {
        NodeFolder folder = NodeFolder.of(dir);
        folder.write(file(ProcessHandle.current().pid(), NodeProcess.ownStartMs() - 60_000));

        assertThat(folder.runningNode()).isEmpty();
    }

    @Test
    void shouldSurviveADamagedFile() throws IOException {
        NodeFolder folder = NodeFolder.of(dir);
        Files.writeString(folder.nodeFile(), "{\"pid\": 12");

        assertThat(folder.runningNode()).isEmpty();
    }

    @Test
    void shouldRemoveItsOwnFileOnly() throws IOException {
        NodeFolder folder = NodeFolder.of(dir);
        folder.write(file(4_711, 0));

        folder.remove(1_234);
        assertThat(folder.nodeFile()).exists();
        folder.remove(4_711);
        assertThat(folder.nodeFile()).doesNotExist();
    }

    @Test
    void shouldNotPrintTheAdminToken() {
        assertThat(file(1, 0).toString()).doesNotContain("secret");
    }

    @Test
    void shouldBracketIpv6InTheUrl() {
        NodeFile v6 = new NodeFile(1, 0, "::1", 7080, "::1", 7443, udp(), member(), "secret", "00", "test");

        assertThat(v6.httpUrl()).isEqualTo("http://[::1]:7080");
    }

    private static NodeFile file(long pid, long startedAtMs) {
        return new NodeFile(
                pid, startedAtMs, "127.0.0.1", 7080, "127.0.0.1", 7443, udp(), member(), "secret", "00", "test");
    }

    private static MemberId member() {
        return new MemberId("127.0.0.1", 2551, 7);
    }

    private static NodeFile.Udp udp() {
        return new NodeFile.Udp(List.of(7100), List.of(7200), List.of(7300));
    }
}
