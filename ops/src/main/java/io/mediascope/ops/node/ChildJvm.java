package io.mediascope.ops.node;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Command lines of JVMs that run what this one runs. */
public final class ChildJvm {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private ChildJvm() {}

    /** This JVM's program, class path and flags; those for a quick start of short commands are left out. */
    public static List<String> command(String mainClass, List<String> arguments) {
        return command(mainClass, flag -> !flag.startsWith("-XX:TieredStopAtLevel"), List.of(), arguments);
    }

    /** The same with a heap and a collector of its own, as a node that serves media wants it. */
    public static List<String> node(String mainClass, String heap, List<String> arguments) {
        List<String> flags = List.of(
                "-Xms128m", "-Xmx" + heap, "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=10", "-XX:+ExitOnOutOfMemoryError");
        return command(mainClass, ChildJvm::isNoTuning, flags, arguments);
    }

    /**
     * The same command in a session of its own: what a terminal sends to its foreground, or its end, does not reach it. The pid
     * stays that of the program.
     */
    public static List<String> ownSession(List<String> command) {
        if (!Files.isExecutable(SETSID)) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(SETSID.toString()));
        whole.addAll(command);
        return whole;
    }

    private static List<String> command(
            String mainClass, Predicate<String> kept, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(kept)
                .filter(flag -> !flag.startsWith("-agentlib:jdwp"))
                .forEach(command::add);
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    private static boolean isNoTuning(String flag) {
        return !flag.startsWith("-X") && !flag.startsWith("-Dcli.terminal");
    }
}
