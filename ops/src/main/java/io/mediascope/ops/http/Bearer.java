package io.mediascope.ops.http;

import akka.http.javadsl.model.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/** Bearer tokens (RFC 6750 section 2.1). */
final class Bearer {
    private static final String SCHEME = "bearer ";

    private Bearer() {}

    static Optional<String> of(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(header -> header.value())
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).strip());
    }

    /** Whether the request carries {@code expected}; takes the same time wherever they differ. */
    static boolean matches(HttpRequest request, String expected) {
        byte[] given = of(request).orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.UTF_8));
    }
}
