package io.mediascope.transport.door;

import java.time.Duration;

/**
 * Limits of management links. Start from {@link #defaults} and change with the {@code with…} methods.
 *
 * @param authTimeout from accepting the TCP connection to a complete AuthRequest, TLS handshake included
 * @param joinTimeout from the AuthRequest to {@link Link#authenticated()}
 * @param firstMessageBytes largest message before the link is authenticated, in bytes
 * @param maxPendingBytes messages queued for a peer that does not read, in bytes
 * @param messages messages that a client may send
 * @param bytes bytes that it may send; a burst is at least the largest message
 */
public record LinkLimits(
        Duration authTimeout,
        Duration joinTimeout,
        Timing timing,
        int firstMessageBytes,
        int maxPendingBytes,
        Rate messages,
        Rate bytes) {
    public LinkLimits {
        Positive.require(authTimeout, "link.authTimeout");
        Positive.require(joinTimeout, "link.joinTimeout");
        Positive.require(firstMessageBytes, "link.firstMessageBytes");
        Positive.require(maxPendingBytes, "link.maxPendingBytes");
    }

    public static LinkLimits defaults() {
        return new LinkLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(10)),
                65_536,
                2_097_152,
                new Rate(100, 400),
                new Rate(1_048_576, 2_097_152));
    }

    public LinkLimits withAuthTimeout(Duration value) {
        return new LinkLimits(value, joinTimeout, timing, firstMessageBytes, maxPendingBytes, messages, bytes);
    }

    public LinkLimits withJoinTimeout(Duration value) {
        return new LinkLimits(authTimeout, value, timing, firstMessageBytes, maxPendingBytes, messages, bytes);
    }

    public LinkLimits withKeepalive(Duration interval, Duration silence) {
        return withTiming(new Timing(interval, silence, timing.message()));
    }

    public LinkLimits withMessageTimeout(Duration value) {
        return withTiming(new Timing(timing.keepalive(), timing.silence(), value));
    }

    private LinkLimits withTiming(Timing value) {
        return new LinkLimits(authTimeout, joinTimeout, value, firstMessageBytes, maxPendingBytes, messages, bytes);
    }

    public LinkLimits withFirstMessageBytes(int value) {
        return new LinkLimits(authTimeout, joinTimeout, timing, value, maxPendingBytes, messages, bytes);
    }

    public LinkLimits withMaxPendingBytes(int value) {
        return new LinkLimits(authTimeout, joinTimeout, timing, firstMessageBytes, value, messages, bytes);
    }

    public LinkLimits withMessageRate(Rate value) {
        return new LinkLimits(authTimeout, joinTimeout, timing, firstMessageBytes, maxPendingBytes, value, bytes);
    }

    public LinkLimits withByteRate(Rate value) {
        return new LinkLimits(authTimeout, joinTimeout, timing, firstMessageBytes, maxPendingBytes, messages, value);
    }
}
