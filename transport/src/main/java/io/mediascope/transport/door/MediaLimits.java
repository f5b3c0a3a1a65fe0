package io.mediascope.transport.door;

import java.time.Duration;

/**
 * Limits of media connections. Start from {@link #defaults} and change with the {@code with…} methods.
 *
 * @param authTimeout from accepting the TCP connection to a complete MediaAuth
 * @param queuedPackets packets of each media type that may wait between relay and socket; a power of two
 * @param bytes bytes that a client may send
 * @param packets packets and selections that it may send
 * @param notSentLowWaterBytes TCP_NOTSENT_LOWAT, where the platform has it
 */
public record MediaLimits(
        Duration authTimeout, Timing timing, int queuedPackets, Rate bytes, Rate packets, int notSentLowWaterBytes) {
    public MediaLimits {
        Positive.require(authTimeout, "media.authTimeout");
        Positive.require(notSentLowWaterBytes, "media.notSentLowWaterBytes");
        if (queuedPackets < 2 || Integer.bitCount(queuedPackets) != 1) {
            throw new IllegalArgumentException("media.queuedPackets must be a power of two, not " + queuedPackets);
        }
    }

    public static MediaLimits defaults() {
        return new MediaLimits(
                Duration.ofSeconds(5),
                new Timing(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(6)),
                512,
                new Rate(8_388_608, 16_777_216),
                new Rate(8_000, 8_000),
                16_384);
    }

    public MediaLimits withAuthTimeout(Duration value) {
        return new MediaLimits(value, timing, queuedPackets, bytes, packets, notSentLowWaterBytes);
    }

    public MediaLimits withKeepalive(Duration interval, Duration silence) {
        return withTiming(new Timing(interval, silence, timing.message()));
    }

    public MediaLimits withMessageTimeout(Duration value) {
        return withTiming(new Timing(timing.keepalive(), timing.silence(), value));
    }

    private MediaLimits withTiming(Timing value) {
        return new MediaLimits(authTimeout, value, queuedPackets, bytes, packets, notSentLowWaterBytes);
    }

    public MediaLimits withQueuedPackets(int value) {
        return new MediaLimits(authTimeout, timing, value, bytes, packets, notSentLowWaterBytes);
    }

    public MediaLimits withByteRate(Rate value) {
        return new MediaLimits(authTimeout, timing, queuedPackets, value, packets, notSentLowWaterBytes);
    }

    public MediaLimits withPacketRate(Rate value) {
        return new MediaLimits(authTimeout, timing, queuedPackets, bytes, value, notSentLowWaterBytes);
    }
}
