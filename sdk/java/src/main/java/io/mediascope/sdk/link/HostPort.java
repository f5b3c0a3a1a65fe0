package io.mediascope.sdk.link;

import java.util.Optional;

/** A TCP endpoint as written by people and resolvers: {@code host:port}, {@code [v6]:port}. */
public record HostPort(String host, int port) {
    /** Empty when it is not of that form. */
    public static Optional<HostPort> parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        if (colon <= 0 || trimmed.length() > 300) {
            return Optional.empty();
        }
        String host = trimmed.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        String digits = trimmed.substring(colon + 1);
        if (host.isBlank() || !digits.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(digits);
        return port > 0 && port < 65_536 ? Optional.of(new HostPort(host, port)) : Optional.empty();
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
