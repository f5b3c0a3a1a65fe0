package io.mediascope.media.bandwidth;

import io.mediascope.media.model.EncodingTarget;

/**
 * What an encoder makes of its bitrate: the bitrate follows at once; when that is too little for the frame size, frames become smaller;
 * when they are as small as allowed, fewer. Comes back in the other order, a fifth later than it went, so that nothing flaps. One thread.
 */
public final class EncodingLadder {
    /** Below this many bits per pixel a smaller picture looks better than a coarser one. */
    private static final double LEAST_BITS_PER_PIXEL = 0.04;

    private static final double BACK = 1.2;
    private static final double[] SCALES = {1, 0.75, 0.5, 0.375, 0.25};

    private final int width;
    private final int height;
    private final int frameRate;
    private final int minHeight;
    private final int minFrameRate;
    private int step;
    private boolean slowed;

    /**
     * @param width pixels at the most, 0 = unknown: size and frame rate stay 0
     * @param frameRate frames per second at the most, 0 = unknown: taken as 30
     * @param minHeight pixels at the least
     * @param minFrameRate frames per second at the least
     */
    public EncodingLadder(int width, int height, int frameRate, int minHeight, int minFrameRate) {
        this.width = width;
        this.height = height;
        this.frameRate = frameRate > 0 ? frameRate : 30;
        this.minHeight = minHeight;
        this.minFrameRate = Math.min(minFrameRate, this.frameRate);
    }

    /** What to encode at this bitrate from now on. */
    public EncodingTarget at(long bitrateBps) {
        if (bitrateBps <= 0) {
            return EncodingTarget.PAUSED;
        }
        if (width <= 0 || height <= 0) {
            return new EncodingTarget(bitrateBps, 0, 0, 0);
        }
        while (step < SCALES.length - 1 && isAllowed(step + 1) && bitrateBps < needed(step)) {
            step++;
        }
        while (step > 0 && bitrateBps >= BACK * needed(step - 1)) {
            step--;
        }
        return new EncodingTarget(bitrateBps, pixels(width), pixels(height), rate(bitrateBps));
    }

    private boolean isAllowed(int candidate) {
        return height * SCALES[candidate] >= minHeight;
    }

    private double needed(int candidate) {
        double scale = SCALES[candidate];
        return LEAST_BITS_PER_PIXEL * width * scale * height * scale * frameRate;
    }

    private int rate(long bitrateBps) {
        slowed = bitrateBps < needed(step) * (slowed ? BACK : 1);
        int affordable = (int) (frameRate * bitrateBps / (needed(step) * (slowed ? BACK : 1)));
        return slowed ? Math.max(minFrameRate, Math.min(frameRate, affordable)) : frameRate;
    }

    /** Codecs like even sizes. */
    private int pixels(int full) {
        return Math.max(2, (int) (full * SCALES[step]) & ~1);
    }
}
