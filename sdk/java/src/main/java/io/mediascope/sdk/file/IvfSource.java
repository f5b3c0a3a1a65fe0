package io.mediascope.sdk.file;

import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import io.mediascope.sdk.FrameOutput;
import io.mediascope.sdk.MediaSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Plays VP8 from IVF files, in real time, looping unless told otherwise. A file cannot be asked for a key frame, so a request makes it
 * jump to the next one it has. Has no thread: the service thread drives it.
 */
public final class IvfSource implements MediaSource {
    /** Of a file's bitrate; below the one it is thinned, from the other on it plays whole again. */
    private static final double TOO_LITTLE = 0.75;

    private static final double ENOUGH = 0.95;

    private final Map<LayerName, IvfFile> files = new EnumMap<>(LayerName.class);
    private final Map<LayerName, FramePlayer> players = new EnumMap<>(LayerName.class);
    private final Set<LayerName> tooLarge = EnumSet.noneOf(LayerName.class);
    private final boolean loop;

    /** One layer ({@code HIGH}), looping. */
    public IvfSource(IvfFile file) {
        this(Map.of(LayerName.HIGH, file), true);
    }

    /** Two layers, looping. */
    public IvfSource(IvfFile high, IvfFile low) {
        this(Map.of(LayerName.HIGH, high, LayerName.LOW, low), true);
    }

    /** @param loop false: each layer ends with its file */
    public IvfSource(Map<LayerName, IvfFile> layers, boolean loop) {
        this.files.putAll(layers);
        this.loop = loop;
    }

    /** One layer, looping, from a file of at most 256 MiB. */
    public static IvfSource open(Path path) throws IOException {
        return new IvfSource(IvfFile.read(path));
    }

    @Override
    public void start(FrameOutput output) {
        files.forEach((layer, file) ->
                players.put(layer, new FramePlayer(layer, file.frames(), file.durationNs(), loop, output)));
        players.values().forEach(FramePlayer::start);
    }

    @Override
    public void stop() {
        players.values().forEach(FramePlayer::stop);
        players.clear();
    }

    @Override
    public void onKeyFrameRequested(LayerName layer) {
        FramePlayer player = players.get(layer);
        if (player != null) {
            player.skipToKeyFrame();
        }
    }

    /**
     * A file has the bitrate it has: when the network carries clearly less, a layer with a lower one beside it rests, and the lowest plays
     * only its key frames.
     */
    @Override
    public void onTarget(LayerName layer, EncodingTarget target) {
        FramePlayer player = players.get(layer);
        if (player != null) {
            long bitrateBps = player.bitrateBps();
            boolean before = tooLarge.contains(layer);
            boolean now = target.bitrateBps() < bitrateBps * (before ? ENOUGH : TOO_LITTLE);
            if (now) {
                tooLarge.add(layer);
            } else {
                tooLarge.remove(layer);
            }
            boolean upper = layer == LayerName.HIGH && files.size() > 1;
            player.adapt(now && !upper, target.paused() || (now && upper));
        }
    }

    @Override
    public void onLayersNeeded(Set<LayerName> needed) {
        players.forEach((layer, player) -> player.needed(needed.contains(layer)));
    }
}
