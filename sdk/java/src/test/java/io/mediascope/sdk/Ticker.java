package io.mediascope.sdk;

import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A frame each interval; video has a key frame when asked and each second. */
final class Ticker implements MediaSource {
    final Map<LayerName, EncodingTarget> targets = new ConcurrentHashMap<>();
    private final Set<LayerName> layers;
    private final long intervalMs;
    private final int bytes;
    private final boolean video;
    private long number;
    private boolean keyFrameWanted;

    Ticker(long intervalMs, int bytes, boolean video) {
        this(intervalMs, bytes, video, Set.of(LayerName.HIGH));
    }

    Ticker(long intervalMs, int bytes, boolean video, Set<LayerName> layers) {
        this.layers = layers;
        this.intervalMs = intervalMs;
        this.bytes = bytes;
        this.video = video;
    }

    @Override
    public void start(FrameOutput output) {
        tick(output);
    }

    private void tick(FrameOutput output) {
        boolean key = !video || number % 25 == 0 || keyFrameWanted;
        keyFrameWanted = false;
        byte[] data = new byte[video && !key ? bytes / 10 : bytes];
        if (video) {
            // VP8 (RFC 6386 section 9.1): bit 0 clear in a key frame, then the start code and 16 by 16 pixels.
            System.arraycopy(
                    key ? new byte[] {0x10, 0, 0, (byte) 0x9d, 0x01, 0x2a, 16, 0, 16, 0} : new byte[] {0x11},
                    0,
                    data,
                    0,
                    key ? 10 : 1);
        } else {
            data[0] = (byte) 0xF8; // one frame of 20 ms (RFC 6716 section 3.1)
        }
        ByteBuffer.wrap(data).putLong(data.length - 8, number);
        for (LayerName layer : layers) {
            byte[] copy = data.clone();
            copy[copy.length - 9] = (byte) layer.ordinal();
            output.push(layer, new MediaFrame(copy, number * intervalMs * 1_000_000, key));
        }
        number++;
        output.schedule(intervalMs * 1_000_000, () -> tick(output));
    }

    @Override
    public void stop() {
        // Tasks of a stopped track do not run.
    }

    @Override
    public void onKeyFrameRequested(LayerName layer) {
        keyFrameWanted = true;
    }

    @Override
    public void onTarget(LayerName layer, EncodingTarget target) {
        targets.put(layer, target);
    }
}
