package io.mediascope.cluster.settings;

import io.mediascope.transport.door.HalfOpenLimits;
import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The TLS front door.
 *
 * @param port 0 = any free one
 * @param advertisedHost what clients are told to connect to
 * @param advertisedPort 0 = the port that was bound
 * @param advertisedAddresses literal addresses under which browsers reach the front door for media over TCP
 * @param halfOpen connections that nobody has authenticated
 * @param certificate PEM chain; empty = a self-signed certificate kept in the data folder
 */
public record LinkSettings(
        String bindHost,
        int port,
        String advertisedHost,
        int advertisedPort,
        List<String> advertisedAddresses,
        Optional<Path> certificate,
        Optional<Path> privateKey,
        Duration keepaliveInterval,
        Duration timeout,
        Duration authTimeout,
        int maxPendingBytes,
        int minProtocolVersion,
        HalfOpenLimits halfOpen) {
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
                addresses(checked),
                certificate,
                privateKey,
                checked.duration(PATH + "keepalive-interval", Duration.ofMillis(100)),
                checked.duration(PATH + "timeout", Duration.ofMillis(200)),
                checked.duration(PATH + "auth-timeout", Duration.ofMillis(200)),
                checked.sizeBytes(PATH + "max-pending", 65_536),
                checked.atLeast(PATH + "min-protocol-version", 1),
                new HalfOpenLimits(
                        checked.atLeast(PATH + "half-open.max", 1),
                        checked.atLeast(PATH + "half-open.max-per-source", 1),
                        checked.atLeast(PATH + "half-open.max-tls", 1),
                        checked.atLeast(PATH + "half-open.accepts-per-second-per-source", 0)));
    }

    /** Those given, otherwise the advertised host when it is an address. */
    private static List<String> addresses(Checked checked) {
        List<String> given = checked.texts(PATH + "advertised-addresses");
        for (String address : given) {
            if (!NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
                throw new NodeStartException(PATH + "advertised-addresses has \"" + address
                        + "\"; only literal IPv4 and IPv6 addresses may stand there");
            }
        }
        String host = checked.text(PATH + "advertised-host");
        boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return given.isEmpty() && literal ? List.of(host) : List.copyOf(given);
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
