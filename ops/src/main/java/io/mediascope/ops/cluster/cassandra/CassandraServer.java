package io.mediascope.ops.cluster.cassandra;

import io.mediascope.ops.node.ChildJvm;
import io.mediascope.ops.node.ProcessRef;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Cassandra of one node on loopback, as a child process. The same folder gives the same data and the same ports again. Safe
 * from any thread.
 */
public final class CassandraServer implements AutoCloseable {
    private static final String READY = "Starting listening for CQL clients";
    private static final long START_SECONDS = 120;
    private static final int STOP_SECONDS = 20;
    private static final long POLL_MS = 100;

    private final Process process;
    private final ProcessRef ref;
    private final CassandraPorts ports;

    private CassandraServer(Process process, CassandraPorts ports) {
        this.process = process;
        this.ref = ProcessRef.of(process.toHandle());
        this.ports = ports;
    }

    /**
     * Starts it and waits until it answers: about 13 s on an empty folder, 7 s on a used one.
     *
     * @param folder everything it keeps, its log too; made when missing
     * @throws CassandraException with one line; nothing is left running then
     */
    public static CassandraServer start(CassandraLibraries libraries, Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            CassandraPorts ports = CassandraPorts.of(home);
            List<String> command = CassandraCommand.of(libraries, home, CassandraFiles.write(home, ports));
            File log = log(home).toFile();
            long from = log.length();
            Process process = new ProcessBuilder(ChildJvm.ownSession(command))
                    .directory(home.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            CassandraServer server = new CassandraServer(process, ports);
            server.awaitReady(log, from);
            return server;
        } catch (IOException e) {
            throw new CassandraException("Cassandra cannot be started in " + home + ": " + e.getMessage(), e);
        }
    }

    /** What it says. */
    public static Path log(Path folder) {
        return folder.resolve("log");
    }

    /** {@code HOST:PORT} for clients, the same at each start on the folder. */
    public String contactPoint() {
        return "127.0.0.1:" + ports.cql();
    }

    /** The process, for whoever wants to freeze or kill it. */
    public ProcessRef process() {
        return ref;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops it and waits. Acknowledged writes are kept however it ends. Closing twice changes nothing. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(File log, long from) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (!said(log, from).contains(READY)) {
                if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw new CassandraException(
                            "Cassandra ended at its start: " + why(said(log, from)) + "; its log: " + log);
                } else if (System.nanoTime() > deadlineNs) {
                    throw new CassandraException(
                            "Cassandra did not answer within " + START_SECONDS + " s; its log: " + log);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new CassandraException("interrupted while Cassandra started", e);
        } catch (CassandraException | IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String said(File log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log, "r")) {
            file.seek(Math.min(from, file.length()));
            byte[] fresh = new byte[(int) Math.max(0, file.length() - from)];
            file.readFully(fresh);
            return new String(fresh, StandardCharsets.UTF_8);
        }
    }

    private static String why(String said) {
        List<String> lines = said.lines().toList();
        return Stream.concat(lines.stream().filter(line -> line.contains("ERROR")), Stream.of(""))
                .findFirst()
                .filter(line -> !line.isEmpty())
                .or(() -> lines.stream().reduce((first, second) -> second))
                .orElse("it said nothing");
    }
}
