package io.mediascope.media.bandwidth;

import io.mediascope.media.feedback.SentHistory;
import io.mediascope.media.stats.DelayGradient;
import io.mediascope.media.stats.RateMeter;

/**
 * How much a sender may send, from the fate of its packets. Additive increase and multiplicative decrease: a growing queue takes the
 * target below what arrives, loss takes it down as {@link LossControl} says; otherwise it climbs, fast at first, by about a packet per
 * round trip near the rate at which the path was last too small. It climbs far above what is really sent only on trial, and only when
 * more is wanted. One thread.
 */
public final class UplinkEstimator implements SentHistory.Listener {
    private static final double GROWING = 0.02;
    private static final double SHRINKING = -0.02;
    private static final long QUEUE_TOLERATED_NS = 25_000_000;
    private static final long QUEUE_INTOLERABLE_NS = 150_000_000;
    private static final long FEEDBACK_LOST_NS = 1_000_000_000;
    private static final double PACKET_BITS = 9600;

    private final long minBps;
    private final long maxBps;
    private final DelayGradient delay = new DelayGradient();
    private RateMeter arrived = newMeter();
    private final LossControl loss = new LossControl();
    private final UpwardTrial trial = new UpwardTrial();
    private double target;
    private double ceiling;
    private double beforeSilence;
    private long wantedBps;
    private boolean started;
    private long reportAtNs;
    private boolean anyArrived;
    private long arrivedAtNs;
    private long decreasedAtNs;

    public UplinkEstimator(long minBps, long startBps, long maxBps) {
        this.minBps = minBps;
        this.maxBps = maxBps;
        this.target = (double) Math.max(minBps, Math.min(maxBps, startBps));
    }

    @Override
    public void acknowledged(int ssrc, int sequenceNumber, int lengthBytes, long sentNs, long arrivalNs) {
        delay.add(sentNs, arrivalNs);
        arrivedAtNs = anyArrived ? Math.max(arrivedAtNs, arrivalNs) : arrivalNs;
        anyArrived = true;
        arrived.add(lengthBytes, arrivedAtNs);
        loss.add(false);
    }

    @Override
    public void lost(int ssrc, int sequenceNumber, int lengthBytes, long sentNs) {
        loss.add(true);
    }

    /** What would be sent if the path carried it, all streams together; 0 = no more than is sent. */
    public void wanted(long bitrateBps) {
        wantedBps = bitrateBps;
    }

    /** Every packet of a feedback report was handed in: adapts the target. */
    public void reportEnd(long nowNs, long rttNs) {
        if (!started) {
            started = true;
            decreasedAtNs = nowNs - 10 * FEEDBACK_LOST_NS;
            reportAtNs = nowNs;
        }
        double elapsed = Math.min(1, (nowNs - reportAtNs) / 1e9);
        reportAtNs = nowNs;
        yieldToLoss(nowNs);
        long queue = delay.queuingDelayNs();
        double gradient = delay.gradient();
        if ((gradient > GROWING && queue > QUEUE_TOLERATED_NS) || queue > QUEUE_INTOLERABLE_NS) {
            decrease(nowNs, rttNs);
        } else if (gradient > SHRINKING && queue < QUEUE_TOLERATED_NS && loss.allowsMore()) {
            increase(nowNs, elapsed, rttNs);
        }
        clamp();
    }

    /** To be called now and then: without feedback for a second while sending, the target is halved each second. */
    public void tick(long nowNs) {
        if (started && nowNs - reportAtNs >= FEEDBACK_LOST_NS) {
            beforeSilence = Math.max(beforeSilence, target);
            reportAtNs = nowNs;
            target /= 2;
            clamp();
        }
    }

    /** What an encoder should stay below now. */
    public long targetBps() {
        return (long) target;
    }

    /** Share of packets lost in the last window, 0 to 1. */
    public double loss() {
        return loss.loss();
    }

    /** Delay above the path's least, one way. */
    public long queuingDelayNs() {
        return delay.queuingDelayNs();
    }

    /**
     * The path changed (another transport): delay, loss and the rate that arrives begin anew, the target is what it was before the old
     * path fell silent.
     */
    public void pathChanged() {
        arrived = newMeter();
        anyArrived = false;
        delay.reset();
        loss.reset();
        trial.reset();
        ceiling = 0;
        target = Math.max(target, beforeSilence);
        beforeSilence = 0;
    }

    private void yieldToLoss(long nowNs) {
        double left = loss.limit(target, nowNs);
        if (left < target) {
            target = left;
            beforeSilence = 0;
            trial.failed(nowNs);
        }
    }

    private void decrease(long nowNs, long rttNs) {
        beforeSilence = 0;
        if (!anyArrived || nowNs - decreasedAtNs < Math.max(200_000_000, 2 * rttNs)) {
            return;
        }
        decreasedAtNs = nowNs;
        trial.failed(nowNs);
        double rate = carriedBps();
        ceiling = rate;
        target = Math.min(target, 0.85 * rate);
    }

    private void increase(long nowNs, double elapsed, long rttNs) {
        boolean nearCeiling = ceiling > 0 && target > 0.8 * ceiling && target < 1.1 * ceiling;
        double next =
                nearCeiling ? target + PACKET_BITS * elapsed / (0.1 + rttNs / 1e9) : target * Math.pow(1.15, elapsed);
        if (target < beforeSilence) {
            target = Math.min(beforeSilence, target * Math.pow(4, elapsed));
            return;
        }
        beforeSilence = 0;
        double carried = carriedBps();
        double sendable = 1.5 * carried + 20_000;
        if (next > sendable && target < wantedBps && trial.due(nowNs)) {
            target = Math.min((double) wantedBps, 2 * target);
        }
        // What arrives without a queue is carried, whatever was believed.
        double proven = Math.min(carried, target * Math.pow(2, elapsed));
        target = Math.max(target, Math.max(proven, Math.min(next, sendable)));
    }

    /** Just after a silence it is what has come since, not what came in a window that is empty for the most part. */
    private double carriedBps() {
        return anyArrived ? arrived.bitrateBps(arrivedAtNs) : 0;
    }

    private static RateMeter newMeter() {
        return new RateMeter(500_000_000);
    }

    private void clamp() {
        target = Math.max((double) minBps, Math.min((double) maxBps, target));
    }
}
