package io.mediascope.transport.door;

import java.time.Duration;

/**
 * How long a connection may take.
 *
 * @param keepalive how often a Ping is sent
 * @param silence a connection from which no byte came for this long is dead
 * @param message a message that has begun must be complete within this
 */
public record Timing(Duration keepalive, Duration silence, Duration message) {
    public Timing {
        Positive.require(keepalive, "keepalive");
        Positive.require(message, "message");
        if (silence.compareTo(keepalive) <= 0) {
            throw new IllegalArgumentException("silence must be over keepalive");
        }
    }
}
