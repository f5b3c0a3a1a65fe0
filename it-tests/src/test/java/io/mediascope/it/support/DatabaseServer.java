package io.mediascope.it.support;

import io.mediascope.cluster.settings.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A real database server: a process on loopback with a folder of its own, under the user "nobody" when the tests are root's. */
public final class DatabaseServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String USER = "mediascope";
    private static final String STRANGER = "nobody";

    private final Path folder;
    private final Path log;
    private final String password = UUID.randomUUID().toString();
    private final int port;
    private List<String> command = List.of();
    private String url = "";
    private Process process;

    private DatabaseServer() throws IOException {
        // Not below the tests' own folder, which is closed to others.
        folder = Files.createTempDirectory("mediascope-database");
        log = Files.createTempFile("mediascope-database", ".log");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    /** PostgreSQL of the Debian package "postgresql". */
    public static DatabaseServer postgres() throws Exception {
        DatabaseServer server = new DatabaseServer();
        Path programs = newest(Path.of("/usr/lib/postgresql")).resolve("bin");
        String data = server.folder.resolve("data").toString();
        Path secret = Files.writeString(server.folder.resolve("secret"), server.password);
        server.run(
                List.of(programs.resolve("initdb").toString(), "-D", data, "-U", USER, "--pwfile", secret.toString()),
                List.of("--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"));
        server.command = List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                Integer.toString(server.port),
                "-h",
                "127.0.0.1",
                "-k",
                server.folder.toString(),
                "-F");
        server.url = "jdbc:postgresql://127.0.0.1:" + server.port + "/postgres";
        return server.start();
    }

    /** MariaDB of the Debian package "mariadb-server-core". Its own defaults are not Unicode. */
    public static DatabaseServer mariaDb() throws Exception {
        DatabaseServer server = new DatabaseServer();
        String data = server.folder.resolve("data").toString();
        server.run(
                List.of("mariadb-install-db", "--no-defaults", "--skip-test-db", "--datadir=" + data),
                List.of("--auth-root-authentication-method=normal"));
        Path first = Files.writeString(
                server.folder.resolve("first.sql"),
                "create database if not exists mediascope;\n"
                        + "create or replace user " + USER + "@'%' identified by '" + server.password + "';\n"
                        + "grant all on mediascope.* to " + USER + "@'%';\n");
        server.command = List.of(
                "/usr/sbin/mariadbd",
                "--no-defaults",
                "--skip-name-resolve",
                "--bind-address=127.0.0.1",
                "--character-set-server=latin1",
                "--port=" + server.port,
                "--datadir=" + data,
                "--socket=" + server.folder.resolve("socket"),
                "--init-file=" + first);
        server.url = "jdbc:mariadb://127.0.0.1:" + server.port + "/mediascope";
        return server.start();
    }

    private static Path newest(Path versions) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(versions)) {
            return StreamSupport.stream(all.spliterator(), false)
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new IOException("no PostgreSQL in " + versions));
        }
    }

    private static List<String> asStranger(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid", STRANGER, "--regid", "nogroup", "--clear-groups"));
        }
        whole.addAll(command);
        return whole;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void run(List<String> program, List<String> more) throws IOException, InterruptedException {
        if (isRoot()) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.toList()) {
                    Files.setOwner(
                            path,
                            path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(STRANGER));
                }
            }
        }
        List<String> whole = new ArrayList<>(program);
        whole.addAll(more);
        int exit = begin(whole).waitFor();
        if (exit != 0) {
            throw new IOException(program.get(0) + " ended with " + exit + ": " + Files.readString(log));
        }
    }

    private Process begin(List<String> program) throws IOException {
        return new ProcessBuilder(asStranger(program))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Starts it again after {@link #stop()}. */
    public DatabaseServer start() throws IOException {
        process = begin(command);
        Awaitility.await().atMost(START).until(() -> answers() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException(command.get(0) + " ended: " + Files.readString(log));
        }
        return this;
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url, USER, password)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends it, whoever is connected. */
    public void stop() throws IOException, InterruptedException {
        // PostgreSQL takes SIGTERM for "when all have gone".
        new ProcessBuilder("kill", command.get(0).endsWith("postgres") ? "-INT" : "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    public DatabaseSettings settings() {
        return new DatabaseSettings(url, USER, password, Duration.ofSeconds(30));
    }

    /** For a node; full path to value. */
    public Map<String, String> nodeSettings() {
        return Map.of(
                "mediascope.database.url", url,
                "mediascope.database.username", USER,
                "mediascope.database.password", password);
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.delete(log);
    }
}
