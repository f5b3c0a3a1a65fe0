package io.mediascope.media.feedback;

/**
 * Throttles and coalesces the key frame requests (PLI, RFC 4585 section 6.3.1) for one SSRC: however many ask, one request leaves
 * per interval, again until a key frame comes or nobody has asked for a while. One thread.
 */
public final class KeyFrameRequests {
    private static final int MAX_REPEATS = 20;

    private final long intervalNs;
    private final long urgentIntervalNs;
    private boolean wanted;
    private boolean everSent;
    private long sentAtNs;
    private int repeats;
    private long sent;

    /** The usual throttle: one per 500 ms. */
    public KeyFrameRequests() {
        this(500_000_000L);
    }

    public KeyFrameRequests(long intervalNs) {
        this.intervalNs = intervalNs;
        this.urgentIntervalNs = intervalNs / 5;
    }

    /** Somebody cannot decode. True = send a request now; false = one is under way or will be {@link #due}. */
    public boolean request(long nowNs) {
        wanted = true;
        repeats = 0;
        return due(nowNs);
    }

    /** A new receiver waits for its first picture: as {@link #request}, but with a fifth of the interval. */
    public boolean requestUrgent(long nowNs) {
        wanted = true;
        repeats = 0;
        return send(nowNs, urgentIntervalNs);
    }

    /** To be asked now and then: true = send a (further) request now. */
    public boolean due(long nowNs) {
        return send(nowNs, intervalNs);
    }

    /** A key frame begins to arrive: nobody waits any more. */
    public void keyFrameArrived() {
        wanted = false;
    }

    /** Whether a key frame is still waited for. */
    public boolean pending() {
        return wanted;
    }

    /** Requests that were to be sent, in total. */
    public long sent() {
        return sent;
    }

    private boolean send(long nowNs, long interval) {
        if (!wanted || (everSent && nowNs - sentAtNs < interval)) {
            return false;
        }
        if (repeats++ >= MAX_REPEATS) {
            wanted = false;
            return false;
        }
        everSent = true;
        sentAtNs = nowNs;
        sent++;
        return true;
    }
}
