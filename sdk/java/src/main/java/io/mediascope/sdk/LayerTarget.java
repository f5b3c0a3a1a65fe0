package io.mediascope.sdk;

import io.mediascope.media.bandwidth.EncodingLadder;
import io.mediascope.media.bandwidth.UplinkShares.Demand;
import io.mediascope.media.bandwidth.UplinkShares.Rank;
import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import org.jspecify.annotations.Nullable;

/** What the network carries of one layer, and what the layer could make use of. Service thread only. */
final class LayerTarget {
    private static final long AUDIO_BPS = 64_000;
    private static final long LEAST_VIDEO_BPS = 30_000;
    private static final long LEAST_UPPER_BPS = 100_000;
    private static final long MOST_LOW_BPS = 150_000;
    private static final double RESUME = 1.3;

    private final Rank rank;
    private final TrackSpec.@Nullable Layer layer;
    private final boolean hasUpper;
    private final EncodingLadder ladder;
    private long peakBps;
    private long toldBps = -1;
    private boolean waitForKeyFrame;
    private boolean returned;

    LayerTarget(TrackSpec spec, LayerName name) {
        this.layer =
                spec.layers().stream().filter(l -> l.name() == name).findFirst().orElse(null);
        this.hasUpper = name == LayerName.LOW && spec.layers().size() > 1;
        this.rank = rank(spec, name);
        TrackSpec.Least least = least();
        this.ladder = layer == null
                ? new EncodingLadder(0, 0, 0, 0, 0)
                : new EncodingLadder(
                        layer.width(), layer.height(), layer.maxFrameRate(), least.height(), least.frameRate());
    }

    private static Rank rank(TrackSpec spec, LayerName name) {
        if (spec.kind().mediaType() == MediaType.AUDIO) {
            return Rank.AUDIO;
        }
        return name == LayerName.HIGH && spec.layers().size() > 1 ? Rank.UPPER_LAYER : Rank.BASE_LAYER;
    }

    private TrackSpec.Least least() {
        return layer == null ? TrackSpec.Least.DEFAULT : layer.least();
    }

    /** What the layer was sent with, at the most. */
    void sentWith(long bitrateBps) {
        peakBps = Math.max(peakBps, bitrateBps);
    }

    Demand demand() {
        long least = leastBps();
        return new Demand(rank, toldBps == 0 ? (long) (RESUME * least) : least, Math.max(least, mostBps()));
    }

    /** What it would be sent with if the network carried it, as far as that is known. */
    long wantedBps() {
        return layer != null && layer.maxBitrateBps() > 0 ? layer.maxBitrateBps() : peakBps;
    }

    private long leastBps() {
        return switch (rank) {
            case AUDIO -> 0;
            case BASE_LAYER -> least().bitrateBps() > 0 ? least().bitrateBps() : LEAST_VIDEO_BPS;
            case UPPER_LAYER -> least().bitrateBps() > 0 ? least().bitrateBps() : LEAST_UPPER_BPS;
        };
    }

    private long mostBps() {
        long allowed = layer == null || layer.maxBitrateBps() == 0 ? Long.MAX_VALUE : layer.maxBitrateBps();
        if (rank == Rank.AUDIO) {
            return Math.min(allowed, AUDIO_BPS);
        }
        return hasUpper && allowed == Long.MAX_VALUE ? Math.max(MOST_LOW_BPS, peakBps) : allowed;
    }

    /** What the source is to be told; null when it differs from what it was told by less than a twentieth. */
    @Nullable
    EncodingTarget change(long bitrateBps) {
        returned = false;
        if (toldBps >= 0 && Math.abs(bitrateBps - toldBps) <= toldBps / 20) {
            return null;
        }
        returned = toldBps == 0 && bitrateBps > 0;
        waitForKeyFrame |= bitrateBps == 0;
        toldBps = bitrateBps;
        return ladder.at(bitrateBps);
    }

    /** The last change ended a pause: what follows begins with a key frame. */
    boolean hasReturned() {
        return returned;
    }

    /** Frames of a layer that rests, and those that cannot be decoded after it. */
    boolean leavesOut(boolean keyFrame) {
        waitForKeyFrame &= toldBps == 0 || !keyFrame;
        return toldBps == 0 || waitForKeyFrame;
    }

    /** 0 while it rests or nothing is known. */
    long bitrateBps() {
        return Math.max(0, toldBps);
    }
}
