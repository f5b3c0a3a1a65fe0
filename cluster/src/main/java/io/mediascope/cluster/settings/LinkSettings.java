package io.mediascope.cluster.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The TLS front door.
 *
 * @param port 0 = any free one
 * @param advertisedHost what clients are told to connect to
 * @param advertisedPort 0 = the port that was bound
 * @param certificate PEM chain; empty = a self-signed certificate kept in the data folder
 */
public record LinkSettings(
        String bindHost,
        int port,
        String advertisedHost,
        int advertisedPort,
        Optional<Path> certificate,
        Optional<Path> privateKey,
        Duration keepaliveInterval,
        Duration timeout,
        Duration authTimeout,
        int maxPendingBytes,
        int minProtocolVersion) {
    private static final String PATH = "mediascope.link.";

    static LinkSettings create(Checked checked) {
        Optional<Path> certificate = file(checked, "certificate");
        Optional<Path> privateKey = file(checked, "private-key");
        if (certificate.isPresent() != privateKey.isPresent()) {
            throw new NodeStartException(
                    PATH + "certificate and " + PATH + "private-key must be set together, or both left empty");
        }
        return new LinkSettings(
                checked.text(PATH + "bind-host"),
                checked.port(PATH + "port"),
                checked.text(PATH + "advertised-host"),
                checked.port(PATH + "advertised-port"),
                certificate,
                privateKey,
                checked.duration(PATH + "keepalive-interval", Duration.ofMillis(100)),
                checked.duration(PATH + "timeout", Duration.ofMillis(200)),
                checked.duration(PATH + "auth-timeout", Duration.ofMillis(200)),
                checked.sizeBytes(PATH + "max-pending", 65_536),
                checked.atLeast(PATH + "min-protocol-version", 1));
    }

    private static Optional<Path> file(Checked checked, String key) {
        String text = checked.text(PATH + key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path path = Path.of(text);
        if (!path.toFile().canRead()) {
            throw new NodeStartException(PATH + key + " names " + path.toAbsolutePath() + ", which cannot be read");
        }
        return Optional.of(path);
    }
}
