package io.mediascope.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./mediascope} on machines that lack what its build needs, in a folder where nothing is built yet. */
class StartScriptTest {
    private static final Path SCRIPT = Path.of("../mediascope");
    private static final Path PAGE_SCRIPT = Path.of("web/build-page.sh");
    private static final List<String> EVERYWHERE =
            List.of("bash", "dirname", "readlink", "sed", "head", "env", "cat", "find", "cmp");

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void start() throws IOException {
        path = Files.createDirectory(folder.resolve("bin"));
        for (String tool : EVERYWHERE) {
            program(tool, "exec " + found(tool) + " \"$@\"");
        }
        program("mvn", "echo Apache Maven 3.9.9");
        Files.copy(SCRIPT, folder.resolve("mediascope"));
        Files.createDirectories(folder.resolve("ops/web"));
        Files.copy(PAGE_SCRIPT, folder.resolve("ops/web/build-page.sh"));
    }

    @Test
    void shouldAskForNodeJs() throws Exception {
        assertThat(up())
                .isEqualTo(
                        "2 mediascope: no Node.js found: install Node.js of 20 or newer with npm (it builds the call page)");
        assertThat(buildPage())
                .isEqualTo(
                        "1 mediascope: no Node.js found: install Node.js of 20 or newer with npm; it builds the call page");
    }

    @Test
    void shouldAskForANewerNodeJs() throws Exception {
        node("18");
        assertThat(up())
                .isEqualTo("2 mediascope: Node.js is version 18, but 20 or newer is needed to build the call page");
        assertThat(buildPage())
                .isEqualTo("1 mediascope: Node.js is version 18, but 20 or newer is needed to build the call page");
    }

    @Test
    void shouldAskForNpm() throws Exception {
        node("22");
        assertThat(up())
                .isEqualTo(
                        "2 mediascope: no npm found: install npm, which comes with Node.js (it builds the call page)");
        assertThat(buildPage()).isEqualTo("1 mediascope: no npm found: install npm; it builds the call page");
    }

    @Test
    void shouldAskForMavenAndANewerOne() throws Exception {
        program("mvn", "echo Apache Maven 3.6.3");
        assertThat(up())
                .isEqualTo("2 mediascope: " + path.resolve("mvn")
                        + " is version 3.6, but 3.8 or newer is needed: install a newer Maven");
        Files.delete(path.resolve("mvn"));
        assertThat(up()).isEqualTo("2 mediascope: no Maven found: install Maven of 3.8 or newer (Debian: maven)");
    }

    @Test
    void shouldStartNothingBeforeAllIsThere() throws Exception {
        up();
        assertThat(folder.resolve("ops/target")).doesNotExist();
        assertThat(folder.resolve(".dev")).doesNotExist();
    }

    private void node(String major) throws IOException {
        program("node", "[ \"$1\" = -p ] && echo " + major + " || echo v" + major + ".1.0");
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.writeString(path.resolve(name), "#!" + found("bash") + "\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String up() throws Exception {
        return run(folder.resolve("mediascope"), "up");
    }

    private String buildPage() throws Exception {
        return run(
                folder.resolve("ops/web/build-page.sh"), folder.resolve("page").toString());
    }

    /** Its exit code and what it wrote. */
    private String run(Path script, String argument) throws Exception {
        List<String> command = new ArrayList<>(List.of(found("bash").toString(), script.toString(), argument));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", path.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said.strip();
    }

    private static Path found(String tool) {
        return List.of(Path.of("/usr/bin"), Path.of("/bin")).stream()
                .map(folder -> folder.resolve(tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
