package io.mediascope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The relay in C, compiled at run time: what forwarding costs with nothing but the kernel. */
final class PlainRelay implements AutoCloseable {
    /** Totals since the relay started. */
    record Sample(long cpuNs, long packetsIn, long packetsOut, long sends) {
        Sample minus(Sample earlier) {
            return new Sample(
                    cpuNs - earlier.cpuNs,
                    packetsIn - earlier.packetsIn,
                    packetsOut - earlier.packetsOut,
                    sends - earlier.sends);
        }
    }

    private final Process process;
    private final BufferedReader out;
    private final OutputStream in;
    private final int port;

    private PlainRelay(Process process) throws IOException {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = process.getOutputStream();
        String ready = Objects.requireNonNull(out.readLine(), "the plain relay ended at once");
        this.port = Integer.parseInt(ready.substring("ready ".length()));
    }

    /** Compiles the relay with the machine's C compiler; empty when there is none. */
    static Optional<Path> compile(Path folder) {
        try (var source = PlainRelay.class.getResourceAsStream("plainrelay.c")) {
            Path file = folder.resolve("plainrelay.c");
            Files.copy(Objects.requireNonNull(source), file, StandardCopyOption.REPLACE_EXISTING);
            Path binary = folder.resolve("plainrelay");
            boolean built = cc(file, binary, "-DWITH_OPENSSL", "-lcrypto") || cc(file, binary);
            return built ? Optional.of(binary) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Without OpenSSL's headers the relay is built without its modes that seal; it says so when one is asked for. */
    private static boolean cc(Path source, Path binary, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-o", binary.toString(), source.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /**
     * How the relay in C sends: each packet by itself, or equal packets of a burst as one segmented send; verbatim, or sealed
     * for each receiver.
     */
    enum Sends {
        PLAIN,
        GSO,
        SEAL,
        SEAL_GSO
    }

    static PlainRelay start(Path binary, Sends sends, List<Integer> receiverPorts) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binary.toString(), sends.name().toLowerCase(Locale.ROOT), "0"));
        receiverPorts.forEach(port -> command.add(Integer.toString(port)));
        return new PlainRelay(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int port() {
        return port;
    }

    Sample sample() {
        try {
            in.write('\n');
            in.flush();
            String[] fields = Objects.requireNonNull(out.readLine(), "the plain relay ended")
                    .split(" ", -1);
            return new Sample(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
