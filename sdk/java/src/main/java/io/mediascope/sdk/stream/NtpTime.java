package io.mediascope.sdk.stream;

/** NTP time (RFC 3550 section 4) on the service thread's clock: only differences of it are ever used. */
public final class NtpTime {
    private NtpTime() {}

    /** 32.32 bits. */
    public static long of(long nowNs) {
        long seconds = Math.floorDiv(nowNs, 1_000_000_000L);
        long fraction = (Math.floorMod(nowNs, 1_000_000_000L) << 32) / 1_000_000_000L;
        return seconds << 32 | fraction;
    }

    /** The middle 32 bits, in 1/65536 s. */
    public static long middle(long nowNs) {
        return (of(nowNs) >>> 16) & 0xFFFF_FFFFL;
    }

    /** The round trip that a report block tells (RFC 3550 section 6.4.1), 0 when it tells none. */
    public static long roundTripNs(long nowNs, long lastSr, long delaySinceLastSr) {
        if (lastSr == 0) {
            return 0;
        }
        int units = (int) (middle(nowNs) - lastSr - delaySinceLastSr);
        return units < 0 || units > 10 * 65_536 ? 0 : (units * 1_000_000_000L) >> 16;
    }
}
