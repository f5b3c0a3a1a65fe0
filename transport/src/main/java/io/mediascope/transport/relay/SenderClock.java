package io.mediascope.transport.relay;

/**
 * A publisher's mapping of NTP to RTP time, from its last sender report (RFC 3550 section 6.4.1), carried on to now: receivers
 * synchronise streams of one publisher by its own clock.
 */
final class SenderClock {
    private static final long NANOS = 1_000_000_000L;

    private final int clockRate;
    private final io.mediascope.media.munge.SenderClock remote;
    private boolean known;
    private long ntp64;
    private long rtpTimestamp;
    private long arrivalNs;

    SenderClock(int clockRate) {
        this.clockRate = clockRate;
        this.remote = new io.mediascope.media.munge.SenderClock(clockRate);
    }

    void report(long reportNtp64, long reportRtpTimestamp, long nowNs) {
        known = true;
        remote.senderReport(reportNtp64, reportRtpTimestamp);
        ntp64 = reportNtp64;
        rtpTimestamp = reportRtpTimestamp;
        arrivalNs = nowNs;
    }

    /** The publisher's clocks against each other, without this node's. */
    io.mediascope.media.munge.SenderClock remote() {
        return remote;
    }

    boolean known() {
        return known;
    }

    /** NTP time, 32.32 bits. */
    long ntp64(long nowNs) {
        long elapsedNs = nowNs - arrivalNs;
        return ntp64 + ((elapsedNs / NANOS) << 32) + ((elapsedNs % NANOS) << 32) / NANOS;
    }

    /** 0 to 2^32 - 1. */
    long rtpTimestamp(long nowNs) {
        long elapsedNs = nowNs - arrivalNs;
        long ticks = elapsedNs / NANOS * clockRate + elapsedNs % NANOS * clockRate / NANOS;
        return (rtpTimestamp + ticks) & 0xFFFF_FFFFL;
    }
}
