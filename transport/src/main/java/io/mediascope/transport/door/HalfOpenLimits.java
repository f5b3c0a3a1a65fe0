package io.mediascope.transport.door;

/**
 * Connections that nobody has authenticated. Over a limit, the oldest of them is closed.
 *
 * @param total all of them
 * @param perSource those from one IPv4 address or IPv6 /64 network
 * @param withTls those that have begun TLS, which costs more memory than a bare connection
 * @param acceptsPerSecondPerSource new connections from one source; 0 = no limit
 */
public record HalfOpenLimits(int total, int perSource, int withTls, int acceptsPerSecondPerSource) {
    public HalfOpenLimits {
        Positive.require(total, "halfOpen.total");
        Positive.require(perSource, "halfOpen.perSource");
        Positive.require(withTls, "halfOpen.withTls");
        if (acceptsPerSecondPerSource < 0) {
            throw new IllegalArgumentException("halfOpen.acceptsPerSecondPerSource must not be negative");
        }
    }

    public static HalfOpenLimits defaults() {
        return new HalfOpenLimits(10_000, 2_000, 2_000, 0);
    }
}
