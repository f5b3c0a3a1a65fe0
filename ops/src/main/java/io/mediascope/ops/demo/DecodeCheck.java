package io.mediascope.ops.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Decodes recordings with ffmpeg, where that is installed: a decoder that knows nothing of us. */
final class DecodeCheck {
    private final Path ffmpeg;

    private DecodeCheck(Path ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** Empty when there is no ffmpeg on the PATH. */
    static Optional<DecodeCheck> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "ffmpeg"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(DecodeCheck::new);
    }

    /** The first complaint of the decoder; empty when the whole file decodes. */
    Optional<String> complaint(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        List.of(ffmpeg.toString(), "-nostdin", "-v", "error", "-i", file.toString(), "-f", "null", "-"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.of("ffmpeg did not end");
        }
        if (!said.isEmpty()) {
            return said.lines().findFirst();
        }
        return process.exitValue() == 0 ? Optional.empty() : Optional.of("ffmpeg ended with " + process.exitValue());
    }
}
