package io.mediascope.ops.node;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that was started, told from a later one with the same pid by the time of its start. Immutable.
 *
 * @param startedAtMs when it began, as the operating system tells it; 0 = unknown
 */
public record ProcessRef(long pid, long startedAtMs) {
    /** Start times are read from the kernel's clock ticks and may differ a little from reading to reading. */
    private static final long START_TOLERANCE_MS = 2_000;

    private static final int KILL_SECONDS = 5;

    public static ProcessRef of(ProcessHandle process) {
        long startedAtMs =
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new ProcessRef(process.pid(), startedAtMs);
    }

    public static ProcessRef own() {
        return of(ProcessHandle.current());
    }

    @JsonIgnore
    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Asks it to end and waits; false when it still runs after {@code seconds}. */
    public boolean stop(int seconds) throws InterruptedException {
        Optional<ProcessHandle> process = handle();
        process.ifPresent(ProcessHandle::destroy);
        return process.isEmpty() || awaitExit(process.get().onExit(), seconds);
    }

    /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        Optional<ProcessHandle> process = handle();
        process.ifPresent(ProcessHandle::destroyForcibly);
        if (process.isPresent()) {
            awaitExit(process.get().onExit(), KILL_SECONDS);
        }
    }

    /** It stands still from now on, and the rest of the machine cannot tell it from one that hangs. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Whether it stands still, as the kernel tells it. */
    @JsonIgnore
    public boolean isFrozen() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return isAlive() && stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /** It goes on where it stood. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Java sends no other signals than TERM and KILL; every shell does. */
    private void signal(String name) throws IOException, InterruptedException {
        if (!isAlive()) {
            throw new IOException("the process " + pid + " does not run");
        }
        Process shell = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
        if (shell.waitFor() != 0) {
            throw new IOException("the process " + pid + " did not take the signal " + name);
        }
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isSame(of(process).startedAtMs()));
    }

    private boolean isSame(long nowMs) {
        return nowMs == 0 || startedAtMs == 0 || Math.abs(nowMs - startedAtMs) <= START_TOLERANCE_MS;
    }

    private static boolean awaitExit(CompletableFuture<ProcessHandle> exit, int seconds) throws InterruptedException {
        try {
            exit.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
