package io.mediascope.bench.janus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Janus of this machine's packages in a process of its own, with its videoroom and its HTTP API on loopback only.
 */
final class JanusServer implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu/janus");

    private final Process process;
    private final int port;

    private JanusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program, when it is installed. */
    static Optional<Path> program() {
        return Stream.of("/usr/bin/janus", "/usr/local/bin/janus")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static JanusServer start(Path program, Path folder) throws IOException {
        int port = freePort();
        Path configuration = Files.createDirectories(folder.resolve("janus"));
        Files.writeString(
                configuration.resolve("janus.jcfg"),
                """
                general: { configs_folder = "%s", plugins_folder = "%s/plugins", transports_folder = "%s/transports", debug_level = 3 }
                                plugins: { disable = "%s" }
                transports: { disable = "%s" }
                """
                        .formatted(
                                configuration,
                                LIBRARIES,
                                LIBRARIES,
                                others("plugins", "libjanus_videoroom.so"),
                                others("transports", "libjanus_http.so")));
        Files.writeString(
                configuration.resolve("janus.transport.http.jcfg"),
                """
                general: { json = "compact", base_path = "/janus", http = true, port = %d, ip = "127.0.0.1", https = false }
                admin: { admin_http = false }
                """
                        .formatted(port));
        Process process = new ProcessBuilder(program.toString(), "-F", configuration.toString(), "-o")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("janus.log").toFile())
                .start();
        return new JanusServer(process, port);
    }

    private static String others(String kind, String wanted) throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES.resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".so") && !name.equals(wanted))
                    .sorted()
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Of its HTTP API. */
    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
