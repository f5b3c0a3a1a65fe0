package io.mediascope.ops.cluster.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The Java that Cassandra 5 runs on: 17, not a newer one. */
final class CassandraJava {
    /** Names a JDK's folder where none is found. */
    static final String VARIABLE = "MEDIASCOPE_CASSANDRA_JAVA_HOME";

    private static final String NEEDED = "17";
    private static final Path OWN = Path.of(System.getProperty("java.home"));

    private CassandraJava() {}

    /**
     * The program.
     *
     * @throws CassandraException when there is no JDK 17
     */
    static Path find() {
        Optional<Path> named = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of);
        if (named.isPresent()) {
            return named.filter(CassandraJava::isNeeded)
                    .map(CassandraJava::program)
                    .orElseThrow(() -> new CassandraException(VARIABLE + " is " + named.get() + ", but no JDK 17"));
        }
        return candidates()
                .filter(CassandraJava::isNeeded)
                .findFirst()
                .map(CassandraJava::program)
                .orElseThrow(() -> new CassandraException("Cassandra needs a JDK 17 and this is "
                        + Runtime.version().feature() + ": install one (Debian: openjdk-17-jdk-headless) or set "
                        + VARIABLE));
    }

    private static Stream<Path> candidates() {
        return Stream.concat(Stream.of(OWN), neighbours().sorted());
    }

    /** Those that stand beside the one that runs this, as systems and version managers install them. */
    private static Stream<Path> neighbours() {
        try (Stream<Path> folders = Files.list(OWN.resolveSibling(""))) {
            return folders.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Each JDK says in a file what it is. */
    private static boolean isNeeded(Path home) {
        Path release = home.resolve("release");
        try {
            return Files.isExecutable(program(home))
                    && Files.exists(release)
                    && Files.readString(release).contains("JAVA_VERSION=\"" + NEEDED);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path program(Path home) {
        return home.resolve("bin").resolve("java");
    }
}
