package io.mediascope.transport.relay;

/**
 * Tells a receiver the rollover counter of a stream that it may not know: before the first packet and after each pause, again
 * every 50 ms until it is acknowledged, at most 40 times. A receiver that let all of them pass cannot open anything, so it is told
 * once more each second as long as packets flow.
 */
final class Rollover {
    private static final long PAUSE_NS = 1_000_000_000L;
    private static final long REPEAT_NS = 50_000_000L;
    private static final int MAX_ANNOUNCEMENTS = 40;

    private final int ssrc;
    private boolean everSent;
    private long lastSentNs;
    private boolean announcing;
    private long announcedIndex;
    private long announcedNs;
    private int announcements;
    private boolean unanswered;

    Rollover(int ssrc) {
        this.ssrc = ssrc;
    }

    int ssrc() {
        return ssrc;
    }

    boolean isNeeded(long nowNs) {
        return !everSent || nowNs - lastSentNs > PAUSE_NS || (unanswered && nowNs - announcedNs > PAUSE_NS);
    }

    void sent(long nowNs) {
        everSent = true;
        lastSentNs = nowNs;
    }

    void begin(long index, long nowNs) {
        announcing = true;
        announcedIndex = index;
        announcedNs = nowNs;
        announcements = unanswered ? MAX_ANNOUNCEMENTS : 1;
    }

    /** Whether to announce once more now. */
    boolean repeatDue(long nowNs) {
        if (!announcing || nowNs - announcedNs < REPEAT_NS) {
            return false;
        }
        announcedNs = nowNs;
        announcements++;
        return true;
    }

    /** Whether it was announced often enough without an answer; it stops then. */
    boolean givesUp() {
        if (announcing && announcements >= MAX_ANNOUNCEMENTS) {
            announcing = false;
            unanswered = true;
            return true;
        }
        return false;
    }

    boolean announcing() {
        return announcing;
    }

    void acknowledged(int roc) {
        if (roc == roc()) {
            announcing = false;
            unanswered = false;
        }
    }

    int roc() {
        return (int) (announcedIndex >>> 16);
    }

    int sequenceNumber() {
        return (int) (announcedIndex & 0xFFFF);
    }
}
