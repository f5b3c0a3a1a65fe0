package io.mediascope.transport.http;

import java.time.Duration;

/**
 * What HTTP connections may cost. Start from {@link #defaults} and change with the {@code with…} methods.
 *
 * @param headersWithin from accepting a connection, later from a request's first byte, until its headers are complete
 * @param bodyWithin from there until its body is
 * @param idleFor how long a connection may wait for its next request
 * @param maxPipelined requests that may wait behind one that is not answered yet
 * @param maxPlainConnections without TLS; above it, who has been idle longest is closed
 */
public record HttpLimits(
        Duration headersWithin, Duration bodyWithin, Duration idleFor, int maxPipelined, int maxPlainConnections) {
    public HttpLimits {
        require(headersWithin.toMillis() > 0, "headersWithin");
        require(bodyWithin.toMillis() > 0, "bodyWithin");
        require(idleFor.toMillis() > 0, "idleFor");
        require(maxPipelined > 0, "maxPipelined");
        require(maxPlainConnections > 0, "maxPlainConnections");
    }

    public static HttpLimits defaults() {
        return new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(60), 8, 2_000);
    }

    public HttpLimits withTimes(Duration headers, Duration body, Duration idle) {
        return new HttpLimits(headers, body, idle, maxPipelined, maxPlainConnections);
    }

    public HttpLimits withMaxPlainConnections(int value) {
        return new HttpLimits(headersWithin, bodyWithin, idleFor, maxPipelined, value);
    }

    private static void require(boolean holds, String name) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be more than zero");
        }
    }
}
