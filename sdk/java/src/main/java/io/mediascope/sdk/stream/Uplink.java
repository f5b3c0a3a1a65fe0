package io.mediascope.sdk.stream;

import io.mediascope.media.bandwidth.UplinkEstimator;
import io.mediascope.media.feedback.SentHistory;

/** What one hop says about everything that is sent to it: which packets arrived when, and how much may be sent. */
public final class Uplink {
    private static final long MIN_BPS = 50_000;
    private static final long START_BPS = 1_000_000;
    private static final long MAX_BPS = 100_000_000;

    private final UplinkEstimator estimator = new UplinkEstimator(MIN_BPS, START_BPS, MAX_BPS);
    private final SentHistory history = new SentHistory(estimator);
    private boolean known;

    void sent(int ssrc, int seq, int length, long nowNs) {
        history.sent(ssrc, seq, length, nowNs);
    }

    void resent(int ssrc, int seq) {
        history.resent(ssrc, seq);
    }

    void forget(int ssrc) {
        history.forget(ssrc);
    }

    public void feedbackBegin(long reportTimestamp, long nowNs) {
        history.ccfbBegin(reportTimestamp, nowNs);
    }

    public void feedbackPacket(int ssrc, int seq, boolean received, int arrivalOffset1024) {
        history.ccfbPacket(ssrc, seq, received, arrivalOffset1024);
    }

    /** A whole RTCP packet with feedback was read. */
    public void feedbackEnd(long nowNs) {
        known = true;
        estimator.reportEnd(nowNs, history.rttNs());
    }

    public void turn(long nowNs, boolean sending) {
        if (sending) {
            estimator.tick(nowNs);
        }
    }

    /** What would be sent if it were carried, all streams together. */
    public void wanted(long bitrateBps) {
        estimator.wanted(bitrateBps);
    }

    public void pathChanged() {
        estimator.pathChanged();
    }

    /** For everything together; 0 while nothing is known. */
    public long targetBps() {
        return known ? estimator.targetBps() : 0;
    }

    public long rttNs() {
        return history.rttNs();
    }
}
