package io.mediascope.media.feedback;

/**
 * When a client tells its relay what arrived. The relay only counts by it, so it need not come often: one RFC 8888 packet for
 * {@value #PACKETS} packets, at once (but not within {@value #MIN_NS} ns) when one is missing, and each second at the latest; thin
 * streams would otherwise cause more feedback than media. Receiver reports (RFC 3550 section 6.4.2) each second. Driven by
 * hand-fed time.
 */
public final class FeedbackPace {
    static final int PACKETS = 200;
    static final long MIN_NS = 90_000_000L;

    private static final long MAX_NS = 950_000_000L;
    private static final long REPORT_NS = 950_000_000L;

    private long feedbackNs;
    private long reportNs;

    /** Whether to report arrivals now; the next ones are due later then. */
    public boolean feedbackDue(ArrivalRecorder arrivals, long nowNs) {
        long elapsedNs = nowNs - feedbackNs;
        if (elapsedNs < MIN_NS || !arrivals.pending()) {
            return false;
        }
        boolean due = elapsedNs >= MAX_NS || arrivals.pendingPackets() >= PACKETS || arrivals.missing();
        feedbackNs = due ? nowNs : feedbackNs;
        return due;
    }

    /** Whether a receiver report is due; the next one is a second later then. */
    public boolean reportDue(long nowNs) {
        if (nowNs - reportNs < REPORT_NS) {
            return false;
        }
        reportNs = nowNs;
        return true;
    }
}
