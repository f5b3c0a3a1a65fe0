package io.mediascope.ops.cluster.cassandra;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Cassandra's jars in a folder of their own; Maven brings them there when they are first asked for. Immutable. */
public record CassandraLibraries(Path folder) {
    private static final String POM = "ops/cassandra/pom.xml";
    private static final String COMPLETE = "complete";

    /**
     * Waits until the jars are there.
     *
     * @param home the product's folder
     * @throws CassandraException when they are not there and cannot be fetched
     */
    public static synchronized CassandraLibraries provide(Path home) {
        Path pom = home.resolve(POM).toAbsolutePath().normalize();
        Path folder = pom.resolveSibling("target").resolve("lib");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Two commands at a time must not copy into each other; the lock ends with the channel.
                channel.lock();
                if (!isComplete(folder, pom)) {
                    fetch(pom, folder);
                }
            }
        } catch (IOException e) {
            throw new CassandraException("cannot write Cassandra's libraries to " + folder + ": " + e.getMessage(), e);
        }
        return new CassandraLibraries(folder);
    }

    /** Where the jar is whose name begins with {@code prefix}. */
    Path jar(String prefix) {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow(
                            () -> new CassandraException(folder + " lacks " + prefix + "*.jar; delete the folder"));
        } catch (IOException e) {
            throw new CassandraException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isComplete(Path folder, Path pom) throws IOException {
        Path mark = folder.resolve(COMPLETE);
        return Files.exists(mark)
                && (Files.notExists(pom)
                        || Files.getLastModifiedTime(mark).compareTo(Files.getLastModifiedTime(pom)) >= 0);
    }

    private static void fetch(Path pom, Path folder) throws IOException {
        if (Files.notExists(pom)) {
            throw new CassandraException(pom + " is missing: run ./mediascope from its own folder");
        }
        Path log = folder.resolveSibling("fetch.log");
        List<String> command = List.of(
                "mvn", "-q", "-B", "-f", pom.toString(), "-Dmediascope.cassandra.lib=" + folder, "generate-resources");
        Process maven = start(command, log.toFile());
        try {
            if (maven.waitFor() != 0) {
                throw new CassandraException("Maven could not fetch Cassandra's libraries; its log: " + log);
            }
        } catch (InterruptedException e) {
            maven.destroy();
            Thread.currentThread().interrupt();
            throw new CassandraException("interrupted while fetching Cassandra's libraries", e);
        }
        Files.writeString(folder.resolve(COMPLETE), "");
    }

    private static Process start(List<String> command, File log) {
        try {
            return new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            throw new CassandraException(
                    "no Maven found to fetch Cassandra's libraries: install Maven of 3.8 or newer (Debian: maven)", e);
        }
    }
}
