package io.mediascope.sdk;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A track to publish.
 *
 * @param trackId unique within the participant: 1 to 64 characters out of {@code [A-Za-z0-9._-]}
 * @param layers at least one; {@code HIGH} alone when the track has a single encoding
 * @param label shown to the others, may be empty
 */
public record TrackSpec(String trackId, TrackKind kind, Codec codec, List<Layer> layers, String label) {
    /**
     * One encoding.
     *
     * @param maxBitrateBps 0 = unlimited
     * @param width pixels, 0 = unknown or audio
     * @param height pixels, 0 = unknown or audio
     * @param maxFrameRate frames per second, 0 = unknown or audio
     * @param least what may become of it on a poor network
     */
    public record Layer(LayerName name, int maxBitrateBps, int width, int height, int maxFrameRate, Least least) {
        public Layer(LayerName name, int maxBitrateBps, int width, int height, int maxFrameRate) {
            this(name, maxBitrateBps, width, height, maxFrameRate, Least.DEFAULT);
        }

        public Layer withLeast(Least newLeast) {
            return new Layer(name, maxBitrateBps, width, height, maxFrameRate, newLeast);
        }
    }

    /**
     * How far the network may take an encoding down; what does not even carry this pauses it, so that audio goes on.
     *
     * @param bitrateBps 0 = 30 kbit/s, or 100 kbit/s where a lower layer is there
     * @param height pixels
     * @param frameRate frames per second
     */
    public record Least(int bitrateBps, int height, int frameRate) {
        public static final Least DEFAULT = new Least(0, 90, 5);
    }

    public TrackSpec {
        layers = List.copyOf(layers);
        if (!trackId.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "A track id is 1 to 64 characters out of [A-Za-z0-9._-], not " + trackId);
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("Track " + trackId + " needs at least one layer");
        }
    }

    /** Opus audio. */
    public static TrackSpec audio(String trackId) {
        return new TrackSpec(trackId, TrackKind.AUDIO, Codec.OPUS, List.of(new Layer(LayerName.HIGH, 0, 0, 0, 0)), "");
    }

    /** VP8 video of one encoding. */
    public static TrackSpec video(String trackId) {
        return new TrackSpec(trackId, TrackKind.VIDEO, Codec.VP8, List.of(new Layer(LayerName.HIGH, 0, 0, 0, 0)), "");
    }

    /** VP8 screen sharing of one encoding. */
    public static TrackSpec screen(String trackId) {
        return new TrackSpec(trackId, TrackKind.SCREEN, Codec.VP8, List.of(new Layer(LayerName.HIGH, 0, 0, 0, 0)), "");
    }

    public TrackSpec withLabel(String newLabel) {
        return new TrackSpec(trackId, kind, codec, layers, newLabel);
    }

    /** With one more layer, or with another description of one it has. */
    public TrackSpec withLayer(Layer layer) {
        List<Layer> next = new ArrayList<>(layers);
        next.removeIf(l -> l.name() == layer.name());
        next.add(layer);
        return new TrackSpec(trackId, kind, codec, next, label);
    }
}
