package io.mediascope.ops.cli;

import io.mediascope.ops.node.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a command as a process of its own and waits until it is ready or has failed. */
final class BackgroundStart {
    private static final long POLL_MS = 100;

    private final String what;
    private final Path console;
    private final Path log;
    private final long timeoutSeconds;
    private final PrintWriter out;

    /** Whether the child does what it was started for. */
    interface Readiness {
        boolean of(Process child) throws IOException;
    }

    /**
     * @param what for messages, for instance {@code the node}
     * @param console an empty file, for what the child says
     * @param log where a person finds more
     */
    BackgroundStart(String what, Path console, Path log, long timeoutSeconds, PrintWriter out) {
        this.what = what;
        this.console = console;
        this.log = log;
        this.timeoutSeconds = timeoutSeconds;
        this.out = out;
    }

    /** Returns the exit code: 0 when it is ready, the child's when that ended before. */
    int run(List<String> arguments, Readiness ready) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(ChildJvm.ownSession(ChildJvm.command(Main.class.getName(), arguments)))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
        out.println("mediascope: starting in the background (log: " + log + ")");
        out.flush();
        Thread cancel = new Thread(child::destroy, "cancel-start");
        Runtime.getRuntime().addShutdownHook(cancel);
        int code = await(child, ready);
        Runtime.getRuntime().removeShutdownHook(cancel);
        return code;
    }

    private int await(Process child, Readiness ready) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (System.nanoTime() < deadlineNs) {
            if (Files.readString(console).contains(UpReport.READY) && ready.of(child)) {
                report();
                return 0;
            }
            if (child.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                return failed(child.exitValue());
            }
        }
        child.destroy();
        throw CommandFailure.failed(what + " was not ready within " + timeoutSeconds + " s; see " + log);
    }

    /** A first start says a secret, once: it must not stay in a file. The child appends, so that what it says later is kept. */
    private void report() throws IOException {
        Files.readAllLines(console).stream().skip(1).forEach(out::println);
        out.flush();
        Files.newByteChannel(console, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }

    /** Repeats the line that the child ended with. */
    private int failed(int code) throws IOException {
        String line = Files.readAllLines(console).stream()
                .filter(text -> text.startsWith("mediascope: "))
                .reduce((first, second) -> second)
                .map(text -> text.substring("mediascope: ".length()))
                .orElse(what + " ended with exit code " + code + "; see " + console);
        throw code == CommandFailure.USAGE ? CommandFailure.usage(line) : CommandFailure.failed(line);
    }
}
