package io.mediascope.ops.cli;

import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.NodeFolder;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts {@code up} as a process of its own and waits until it is ready or has failed. */
final class DetachedStart {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MS = 100;

    private final NodeFolder folder;
    private final PrintWriter out;

    DetachedStart(NodeFolder folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /** Returns the exit code: 0 when it is ready, the child's when that ended before. */
    int run(List<String> arguments) throws IOException, InterruptedException {
        Path console = folder.createConsole();
        Process child = new ProcessBuilder(command(arguments))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
        out.println("mediascope: starting in the background (log: " + folder.log() + ")");
        out.flush();
        Thread cancel = new Thread(child::destroy, "cancel-start");
        Runtime.getRuntime().addShutdownHook(cancel);
        int code = await(child, console);
        Runtime.getRuntime().removeShutdownHook(cancel);
        return code;
    }

    private int await(Process child, Path console) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (System.nanoTime() < deadlineNs) {
            Optional<NodeFile> node = folder.read().filter(file -> file.pid() == child.pid());
            if (node.isPresent() && isReported(console) && new NodeClient(node.get()).isReady()) {
                report(console);
                return 0;
            }
            if (child.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                return failed(child.exitValue(), console);
            }
        }
        child.destroy();
        throw CommandFailure.failed("the node was not ready within 60 s; see " + folder.log());
    }

    /** A first start says a secret, once: it must not stay in a file. The child appends, so that what it says later is kept. */
    private void report(Path console) throws IOException {
        Files.readAllLines(console).stream().skip(1).forEach(out::println);
        out.flush();
        Files.newByteChannel(console, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }

    private static boolean isReported(Path console) throws IOException {
        return Files.readString(console).contains(UpReport.READY);
    }

    /** Repeats the line that the child ended with. */
    private int failed(int code, Path console) throws IOException {
        String line = Files.readAllLines(console).stream()
                .filter(text -> text.startsWith("mediascope: "))
                .reduce((first, second) -> second)
                .map(text -> text.substring("mediascope: ".length()))
                .orElse("the node ended with exit code " + code + "; see " + console);
        throw code == CommandFailure.USAGE ? CommandFailure.usage(line) : CommandFailure.failed(line);
    }

    /** This JVM's program and flags; those for a quick start of short commands are left out. */
    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // A session of its own: the terminal's end does not end the node.
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-XX:TieredStopAtLevel"))
                .filter(flag -> !flag.startsWith("-agentlib:jdwp"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return command;
    }
}
