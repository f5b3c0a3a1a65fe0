package io.mediascope.media.bandwidth;

import io.mediascope.media.feedback.SentHistory;
import io.mediascope.media.stats.DelayGradient;
import io.mediascope.media.stats.RateMeter;

/**
 * How much a sender may send, from the fate of its packets. Additive increase and multiplicative decrease: a growing queue takes the
 * target below what arrives; loss above 10 % takes it down in proportion; otherwise it climbs, fast at first, by about a packet per
 * round trip near the rate at which the path was last too small. It never climbs far above what is really sent. One thread.
 */
public final class UplinkEstimator implements SentHistory.Listener {
    private static final double GROWING = 0.02;
    private static final double SHRINKING = -0.02;
    private static final long QUEUE_TOLERATED_NS = 25_000_000;
    private static final long QUEUE_INTOLERABLE_NS = 150_000_000;
    private static final long LOSS_WINDOW_NS = 500_000_000;
    private static final long FEEDBACK_LOST_NS = 1_000_000_000;
    private static final int LOSS_MIN_PACKETS = 20;
    private static final double PACKET_BITS = 9600;

    private final long minBps;
    private final long maxBps;
    private final DelayGradient delay = new DelayGradient();
    private final RateMeter arrived = new RateMeter(500_000_000);
    private double target;
    private double ceiling;
    private boolean started;
    private long reportAtNs;
    private long arrivedAtNs;
    private long decreasedAtNs;
    private long lossSinceNs;
    private long lossPackets;
    private long lossLost;
    private double loss;

    public UplinkEstimator(long minBps, long startBps, long maxBps) {
        this.minBps = minBps;
        this.maxBps = maxBps;
        this.target = (double) Math.max(minBps, Math.min(maxBps, startBps));
    }

    @Override
    public void acknowledged(int ssrc, int sequenceNumber, int lengthBytes, long sentNs, long arrivalNs) {
        delay.add(sentNs, arrivalNs);
        arrivedAtNs = Math.max(arrivedAtNs, arrivalNs);
        arrived.add(lengthBytes, arrivedAtNs);
        lossPackets++;
    }

    @Override
    public void lost(int ssrc, int sequenceNumber, int lengthBytes, long sentNs) {
        lossPackets++;
        lossLost++;
    }

    /** Every packet of a feedback report was handed in: adapts the target. */
    public void reportEnd(long nowNs, long rttNs) {
        if (!started) {
            started = true;
            decreasedAtNs = nowNs - 10 * FEEDBACK_LOST_NS;
            lossSinceNs = nowNs;
            reportAtNs = nowNs;
        }
        double elapsed = Math.min(1, (nowNs - reportAtNs) / 1e9);
        reportAtNs = nowNs;
        long queue = delay.queuingDelayNs();
        double gradient = delay.gradient();
        boolean lossAllowsMore = updateLoss(nowNs);
        if ((gradient > GROWING && queue > QUEUE_TOLERATED_NS) || queue > QUEUE_INTOLERABLE_NS) {
            decrease(nowNs, rttNs);
        } else if (gradient > SHRINKING && queue < QUEUE_TOLERATED_NS && lossAllowsMore) {
            increase(elapsed, rttNs);
        }
        clamp();
    }

    /** To be called now and then: without feedback for a second while sending, the target is halved each second. */
    public void tick(long nowNs) {
        if (started && nowNs - reportAtNs >= FEEDBACK_LOST_NS) {
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
        return loss;
    }

    /** Delay above the path's least, one way. */
    public long queuingDelayNs() {
        return delay.queuingDelayNs();
    }

    /** The path changed (another transport): delay and loss begin anew, the target stays. */
    public void pathChanged() {
        delay.reset();
        ceiling = 0;
        lossPackets = 0;
        lossLost = 0;
        loss = 0;
    }

    private void decrease(long nowNs, long rttNs) {
        if (nowNs - decreasedAtNs < Math.max(200_000_000, 2 * rttNs)) {
            return;
        }
        decreasedAtNs = nowNs;
        double rate = arrived.bitrateBps(arrivedAtNs);
        ceiling = rate;
        target = Math.min(target, 0.85 * rate);
    }

    private void increase(double elapsed, long rttNs) {
        boolean nearCeiling = ceiling > 0 && target > 0.8 * ceiling && target < 1.1 * ceiling;
        double next =
                nearCeiling ? target + PACKET_BITS * elapsed / (0.1 + rttNs / 1e9) : target * Math.pow(1.15, elapsed);
        double sendable = 1.5 * arrived.bitrateBps(arrivedAtNs) + 20_000;
        target = Math.max(target, Math.min(next, sendable));
    }

    private boolean updateLoss(long nowNs) {
        if (nowNs - lossSinceNs >= LOSS_WINDOW_NS && lossPackets >= LOSS_MIN_PACKETS) {
            loss = (double) lossLost / lossPackets;
            lossSinceNs = nowNs;
            lossPackets = 0;
            lossLost = 0;
            if (loss > 0.1) {
                target *= 1 - 0.5 * loss;
            }
        }
        return loss < 0.02;
    }

    private void clamp() {
        target = Math.max((double) minBps, Math.min((double) maxBps, target));
    }
}
