package io.mediascope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of processes as Linux counts it (proc(5)). */
final class CpuClock {
    private CpuClock() {}

    /** CPU time of all threads of a process so far, in nanoseconds, to the nanosecond where the scheduler tells. */
    static long processNs(long pid) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.mapToLong(CpuClock::runNs).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is not running", e);
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
