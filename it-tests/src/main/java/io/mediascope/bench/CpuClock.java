package io.mediascope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of processes and threads as Linux counts it (proc(5)). */
final class CpuClock {
    private CpuClock() {}

    /** CPU time of all threads of a process so far, in nanoseconds, to the nanosecond where the scheduler tells. */
    static long processNs(long pid) {
        return tasks(pid, "");
    }

    /** CPU time of the threads whose name begins with {@code prefix}, in nanoseconds. */
    static long threadsNs(long pid, String prefix) {
        return tasks(pid, prefix);
    }

    private static long tasks(long pid, String prefix) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.filter(task -> name(task).startsWith(prefix))
                    .mapToLong(CpuClock::runNs)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is not running", e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** First field of schedstat: time on the CPU in nanoseconds. A thread that ended meanwhile counts nothing. */
    private static long runNs(Path task) {
        try {
            String line = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException e) {
            return 0;
        }
    }
}
