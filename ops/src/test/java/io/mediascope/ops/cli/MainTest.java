package io.mediascope.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.cluster.member.MemberId;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path dir;

    @Test
    void shouldShowHelpOfEveryCommand() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            Result result = run(command, "--help");
            assertThat(result.code).as(command).isZero();
            assertThat(result.out).contains("Usage: mediascope");
        }
        assertThat(run("help").code).isZero();
        assertThat(run("--version").out).startsWith("mediascope ");
        assertThat(run("version").code).isZero();
    }

    @Test
    void shouldRefuseWrongUsageInOneLine() {
        assertRefused(2, "unknown option", "up", "--prot", "1");
        assertRefused(2, "unknown command 'teleport'", "teleport");
        assertRefused(2, "did you mean 'status'", "statu");
        assertRefused(2, "create, list, limits, key", "app");
        assertRefused(2, "no database", "replay", "--data", dir.toString());
        assertRefused(2, "--http-port", "up", "--http-port", "many");
        assertRefused(2, "--scope", "token", "--user", "u");
        assertRefused(2, "speed", "replay", "--speed", "-2", "--data", dir.toString());
        assertRefused(2, "yesterday", "replay", "--from", "yesterday", "--data", dir.toString());
        assertRefused(2, "format", "replay", "--format", "xml", "--data", dir.toString());
        assertThat(run().code).isEqualTo(2);
    }

    @Test
    void shouldRefuseWrongConfigurationInOneLine() throws IOException {
        Path config = Files.writeString(dir.resolve("node.conf"), "mediascope.link.prot = 1\n");

        assertRefused(2, "mediascope.link.port", "up", "--data", dir.toString(), "--config", config.toString());
        assertRefused(2, "65535", "up", "--data", dir.toString(), "--http-port", "70000");
        assertRefused(
                2,
                "nowhere.conf",
                "up",
                "--data",
                dir.toString(),
                "--config",
                dir.resolve("nowhere.conf").toString());
        assertRefused(2, "unknown key", "up", "--data", dir.toString(), "--set", "mediascope.no.such=1");
    }

    @Test
    void shouldSayThatNoNodeRuns() {
        assertRefused(1, "no node", "status", "--data", dir.toString());
        assertRefused(1, "no node", "down", "--data", dir.toString());
        assertRefused(1, "no node", "scopes", "--data", dir.toString());
        assertRefused(1, "no node", "app", "list", "--data", dir.toString());
        assertRefused(1, "no node", "demo", "--data", dir.toString());
        assertRefused(1, "no node", "replay", "--follow", "--data", dir.toString());
    }

    @Test
    void shouldTakeAStaleFileForNoNode() throws IOException {
        NodeFile otherProgram = new NodeFile(
                ProcessHandle.current().pid(),
                1,
                "127.0.0.1",
                1,
                "127.0.0.1",
                1,
                new NodeFile.Udp(List.of(1), List.of(2), List.of(3)),
                new MemberId("127.0.0.1", 4, 5),
                "secret",
                "00",
                "test");
        NodeFolder.of(dir).write(otherProgram);

        assertRefused(1, "no node", "status", "--data", dir.toString());
    }

    private static void assertRefused(int code, String part, String... args) {
        Result result = run(args);
        assertThat(result.err.strip())
                .as(String.join(" ", args))
                .startsWith("mediascope: ")
                .containsIgnoringCase(part);
        assertThat(result.err.strip().lines()).as(String.join(" ", args)).hasSize(1);
        assertThat(result.code).as(String.join(" ", args)).isEqualTo(code);
    }

    static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return new Result(line.execute(args), out, err);
    }

    static final class Result {
        final int code;
        final String out;
        final String err;

        Result(int code, StringWriter out, StringWriter err) {
            this.code = code;
            this.out = out.toString();
            this.err = err.toString();
        }
    }
}
