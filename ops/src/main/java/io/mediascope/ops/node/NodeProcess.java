package io.mediascope.ops.node;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node's process as the operating system sees it. */
public final class NodeProcess {
    /** Start times are read from the kernel's clock ticks and may differ a little from reading to reading. */
    private static final long START_TOLERANCE_MS = 2_000;

    private NodeProcess() {}

    /** Whether the process that wrote {@code file} still runs; another program with its pid does not count. */
    public static boolean isAlive(NodeFile file) {
        return ProcessHandle.of(file.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> isSame(startedAtMs(process), file.startedAtMs()))
                .isPresent();
    }

    /** When this process began; 0 when the system does not tell. */
    public static long ownStartMs() {
        return startedAtMs(ProcessHandle.current());
    }

    /** Asks the process to end and waits; false when it still runs after {@code seconds}. */
    public static boolean stop(NodeFile file, int seconds) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(file.pid()).orElse(null);
        if (process == null || !isAlive(file)) {
            return true;
        }
        process.destroy();
        return awaitExit(process.onExit(), seconds);
    }

    /** Ends the process at once, when it does not end by itself. */
    public static void kill(NodeFile file) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(file.pid()).orElse(null);
        if (process != null && isAlive(file)) {
            process.destroyForcibly();
            awaitExit(process.onExit(), 5);
        }
    }

    private static boolean awaitExit(CompletableFuture<ProcessHandle> exit, int seconds) throws InterruptedException {
        try {
            exit.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSame(long nowMs, long recordedMs) {
        return nowMs == 0 || recordedMs == 0 || Math.abs(nowMs - recordedMs) <= START_TOLERANCE_MS;
    }

    private static long startedAtMs(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
