package io.mediascope.cluster.settings;

import io.mediascope.transport.web.WebSettings;
import java.time.Duration;

/** {@code mediascope.web}: peer connections of browsers, WHIP and WHEP. */
final class PeerSettings {
    private static final String PATH = "mediascope.web.";
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(5);

    private PeerSettings() {}

    static WebSettings create(Checked checked) {
        Duration silent = time(checked, "silent-after");
        Duration consent = time(checked, "consent-timeout");
        if (silent.compareTo(consent) >= 0) {
            throw new NodeStartException(PATH + "silent-after is " + silent + "; it must be less than " + PATH
                    + "consent-timeout, which is " + consent);
        }
        return new WebSettings(
                silent,
                consent,
                time(checked, "connect-timeout"),
                time(checked, "handshake-timeout"),
                checked.between(PATH + "handshake-threads", 1, 1_024),
                checked.between(PATH + "handshake-queue", 1, 1_000_000),
                checked.between(PATH + "max-ssrcs", 8, 65_536),
                checked.between(PATH + "tcp-queue-frames", 64, 1_048_576),
                checked.sizeBytes(PATH + "tcp-pending", 16_384));
    }

    private static Duration time(Checked checked, String key) {
        return checked.duration(PATH + key, LEAST, MOST);
    }
}
