package io.mediascope.media.model;

/**
 * What an encoder of one layer should produce now.
 *
 * @param bitrateBps to stay below; 0 = the layer rests
 * @param width pixels, 0 = as it is
 * @param height pixels, 0 = as it is
 * @param frameRate frames per second, 0 = as it is
 */
public record EncodingTarget(long bitrateBps, int width, int height, int frameRate) {
    public static final EncodingTarget PAUSED = new EncodingTarget(0, 0, 0, 0);

    public boolean paused() {
        return bitrateBps == 0;
    }
}
