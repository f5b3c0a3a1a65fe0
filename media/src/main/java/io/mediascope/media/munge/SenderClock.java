package io.mediascope.media.munge;

import io.mediascope.media.stats.Sequence;

/**
 * A source's RTP clock against its wall clock, by its last sender report (RFC 3550 section 6.4.1). The wall clocks of two SSRCs of
 * one publisher are the same, so their timestamps can be held against each other. One thread.
 */
public final class SenderClock {
    private final int clockRate;
    private boolean known;
    private long ntpNs;
    private long rtpTimestamp;

    public SenderClock(int clockRate) {
        this.clockRate = clockRate;
    }

    /** A sender report of the source has arrived; parameters as {@link io.mediascope.media.rtcp.RtcpHandler#senderReport}. */
    public void senderReport(long ntp64, long rtpTimestamp) {
        this.ntpNs = ntpToNs(ntp64);
        this.rtpTimestamp = rtpTimestamp;
        known = true;
    }

    /** Whether a sender report has come. */
    public boolean known() {
        return known;
    }

    /** When the moment of {@code timestamp} was on the source's wall clock. */
    public long ntpNs(long timestamp) {
        long ticks = Sequence.extendTimestamp(timestamp, rtpTimestamp) - rtpTimestamp;
        return ntpNs + ticks * 1_000_000_000L / clockRate;
    }

    /** The timestamp, 0 to 2^32 - 1, of a moment on the source's wall clock. */
    public long timestamp(long atNtpNs) {
        return (rtpTimestamp + ticks(atNtpNs - ntpNs, clockRate)) & 0xFFFF_FFFFL;
    }

    /** NTP's 32.32 bits in nanoseconds. */
    public static long ntpToNs(long ntp64) {
        return (ntp64 >>> 32) * 1_000_000_000L + (((ntp64 & 0xFFFF_FFFFL) * 1_000_000_000L) >>> 32);
    }

    /** Nanoseconds in units of a clock; seconds and the rest apart, for their product does not fit into 64 bits. */
    static long ticks(long ns, int clockRate) {
        long seconds = Math.floorDiv(ns, 1_000_000_000L);
        return seconds * clockRate + Math.floorMod(ns, 1_000_000_000L) * clockRate / 1_000_000_000L;
    }
}
